import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Check, Problem } from '../check.ts';
import { arrows, forTests, type Manifest, manifestOf, roomOf, SCOPE, testArrows } from '../house.ts';
import { codeIn, type Import, importsOf, isConfig, isTest } from '../syntax.ts';
import type { Tree } from '../tree.ts';

export const arrowsHold: Check = {
  name: 'imports follow the arrows of the house',
  *problems(tree) {
    for (const file of codeIn(tree)) {
      const room = roomOf(file);
      if (!room) continue;
      for (const found of importsOf(tree.syntax(file))) {
        const message = wrongWith(tree, { file, room, found });
        if (message) yield { file, line: found.line, message } satisfies Problem;
      }
    }
  },
};

interface Step {
  file: string;
  room: string;
  found: Import;
}

function wrongWith(tree: Tree, step: Step): string | undefined {
  const { from } = step.found;
  if (from.startsWith('.')) return wrongWithPath(step);
  if (isBuiltin(from)) {
    return from.startsWith('node:') ? undefined : `'${from}' is Node's own: write 'node:${from}'`;
  }
  if (from.startsWith(SCOPE)) return wrongWithArrow(tree, step) ?? wrongWithDeclaration(tree, step);
  return wrongWithDeclaration(tree, step);
}

function wrongWithPath({ file, room, found }: Step): string | undefined {
  const target = posix.join(posix.dirname(file), found.from);
  if (target.startsWith(`${room}/`)) return undefined;
  return `'${found.from}' climbs out of ${room}: import the other package by its name`;
}

function wrongWithArrow(tree: Tree, { file, room, found }: Step): string | undefined {
  const [, name = '', deep] = /^@mortsafe\/([^/]+)(\/.*)?$/.exec(found.from) ?? [];
  const allowed = [
    ...(arrows[room] ?? []),
    ...(isTest(file) ? [...forTests, ...(testArrows[room] ?? [])] : []),
  ];
  if (`${SCOPE}${name}` === manifestOf(tree, room).name)
    return `a package does not import itself by name: use './…'`;
  if (!arrows[room])
    return `${room} is not in the house: add it to test/tidy/house.ts and docs/how-it-works.md`;
  if (!allowed.includes(name)) {
    const may = allowed.length === 0 ? 'nothing of ours' : allowed.join(', ');
    return `${room} must not import ${SCOPE}${name}; it may import ${may}: move the code, or pass the thing in`;
  }
  if (deep && !(`.${deep}` in (manifestOf(tree, homeOf(tree, name)).exports ?? {}))) {
    return `'${found.from}' reaches past the exports of ${SCOPE}${name}: import what its index exports`;
  }
  return undefined;
}

const homeOf = (tree: Tree, name: string): string =>
  ['packages', 'apps'].map((it) => `${it}/${name}`).find((it) => tree.has(`${it}/package.json`)) ?? '';

function wrongWithDeclaration(tree: Tree, { file, room, found }: Step): string | undefined {
  const name = found.from
    .split('/')
    .slice(0, found.from.startsWith('@') ? 2 : 1)
    .join('/');
  const manifest = manifestOf(tree, room);
  if (name in shipped(manifest)) return undefined;
  // What a published package bundles of ours must not be among the dependencies of whoever installs it.
  if (manifest.publishConfig?.exports && name.startsWith(SCOPE) && name in (manifest.devDependencies ?? {}))
    return undefined;
  // What is erased or never ships may come from what only developers install.
  if (found.typeOnly || isTest(file) || isConfig(file) || isSupport(file)) {
    if (name in { ...manifest.devDependencies, ...manifestOf(tree, '').devDependencies }) return undefined;
  }
  return `'${name}' is not declared: add it, with its exact version, to the dependencies in ${room}/package.json`;
}

const shipped = ({ dependencies, peerDependencies, optionalDependencies }: Manifest): object => ({
  ...dependencies,
  ...peerDependencies,
  ...optionalDependencies,
});

/** The package of test helpers ships with nothing, and needs the test runner. */
const isSupport = (file: string): boolean => file.startsWith('packages/testing/');
