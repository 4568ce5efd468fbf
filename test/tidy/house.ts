import type { Tree } from './tree.ts';

/** What each room may import of ours, in code that ships. The table of `docs/how-it-works.md`. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  'packages/agent-events': [],
  'packages/agent-sdk': ['agent-events'],
  'packages/detection': ['agent-events'],
  'packages/rules': ['detection', 'agent-events'],
  'packages/sources': ['agent-events'],
  'packages/simulator': ['detection', 'rules', 'agent-events'],
  'packages/testing': ['detection', 'agent-events'],
  'apps/detector': ['agent-events', 'detection', 'rules', 'sources'],
  'apps/soc-alerting': ['agent-events'],
  'apps/soc-console': ['agent-events'],
  'apps/mortsafe': [
    'agent-events',
    'agent-sdk',
    'detection',
    'rules',
    'simulator',
    'sources',
    'detector',
    'soc-alerting',
    'soc-console',
  ],
  bench: ['agent-events', 'detection', 'rules', 'sources', 'detector', 'testing'],
};

/** What the test of any room may import besides: helpers that never ship. */
export const forTests: readonly string[] = ['testing'];

/** And what the test of one room may: the console is tested against the very server that it speaks to. */
export const testArrows: Readonly<Record<string, readonly string[]>> = {
  'apps/soc-console': ['soc-alerting'],
};

/** Rooms in which time arrives as data. */
export const pureRooms = ['packages/detection/src/', 'packages/rules/src/', 'packages/sources/src/dialects/'];

export const SCOPE = '@mortsafe/';

/** `apps/detector` for `apps/detector/src/main.ts`; undefined outside of the rooms. */
export function roomOf(path: string): string | undefined {
  return /^(?:(?:packages|apps)\/[^/]+|bench)(?=\/)/.exec(path)?.[0];
}

export interface Manifest {
  name?: string;
  exports?: Record<string, unknown>;
  publishConfig?: { exports?: unknown };
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Empty where there is none, or where it does not parse: other tools say so better. */
export function manifestOf(tree: Tree, room: string): Manifest {
  try {
    return JSON.parse(tree.text(room === '' ? 'package.json' : `${room}/package.json`)) as Manifest;
  } catch {
    return {};
  }
}
