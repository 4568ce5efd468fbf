import { storable } from './database.ts';

/** Fleet globs as patterns of `like`; null where they are every fleet. */
export const fleetPatterns = (globs: readonly string[] | undefined): string[] | null =>
  globs === undefined || globs.includes('*') ? null : globs.map(likeOf);

/** A glob as SQL has it. */
export const likeOf = (glob: string): string =>
  storable(glob)
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
