import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Package {
  name: string;
  version: string;
  license?: string;
}

/**
 * The licences of others' packages that files belong to, with their texts as they came.
 *
 * @param files - Absolute paths; our own are left out.
 * @throws {Error} A package names no licence.
 */
export function licencesOf(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => packageFolder(file) ?? []));
  const texts = new Map<string, string>();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Package;
    if (!license) throw new Error(`${name} ${version} names no licence`);
    texts.set(`${name} ${version}`, `${name} ${version}: ${license}\n\n${licenceText(folder)}`);
  }
  return [...texts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, text]) => text)
    .join(`\n${'-'.repeat(72)}\n\n`);
}

/** The nearest folder that is a package of its own and was installed. */
function packageFolder(file: string): string | undefined {
  if (!file.includes('/node_modules/')) return undefined;
  for (let folder = dirname(file); folder.includes('/node_modules/'); folder = dirname(folder)) {
    const about = join(folder, 'package.json');
    // A package.json in a subfolder may say of which kind its modules are, and no more.
    if (existsSync(about) && 'version' in JSON.parse(readFileSync(about, 'utf8'))) return folder;
  }
  return undefined;
}

function licenceText(folder: string): string {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
    .map(({ name }) => name)
    .sort();
  return names
    .map((name) => readFileSync(join(folder, name), 'utf8').trimEnd())
    .join('\n\n')
    .concat('\n');
}
