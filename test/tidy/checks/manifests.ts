import type { Check } from '../check.ts';
import { manifestOf } from '../house.ts';

const exact = /^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*|link:[\w./-]+|npm:[@\w/.-]+@\d+\.\d+\.\d+(-[\w.]+)?)$/;

export const exactVersions: Check = {
  name: 'dependencies have exact versions',
  *problems(tree) {
    for (const file of tree.paths.filter((path) => /(^|\/)package\.json$/.test(path))) {
      const { dependencies, devDependencies, optionalDependencies } = manifestOf(
        tree,
        file.replace(/\/?package\.json$/, ''),
      );
      const lines = tree.text(file).split('\n');
      for (const [name, version] of Object.entries({
        ...dependencies,
        ...devDependencies,
        ...optionalDependencies,
      })) {
        if (exact.test(version)) continue;
        const line =
          1 +
          Math.max(
            0,
            lines.findIndex((text) => text.includes(`"${name}"`)),
          );
        yield {
          file,
          line,
          message: `${name} '${version}' can change under us: write one version, like 1.2.3`,
        };
      }
    }
  },
};
