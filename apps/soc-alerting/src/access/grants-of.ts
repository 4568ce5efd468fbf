import { matchesGlob } from '@mortsafe/agent-events';
import type { Grant } from './roles.ts';

/** Who of those that sign in may do what. */
export interface RoleBinding extends Grant {
  /** Globs over names of people. */
  people?: readonly string[];
  /** Globs over the groups that the issuer says they are in. */
  groups?: readonly string[];
}

/** What somebody may do: all that any binding gives. Nobody is let in who has nothing. */
export const grantsOf = (
  bindings: readonly RoleBinding[],
  { person, groups }: { person: string; groups: readonly string[] },
): Grant[] =>
  bindings
    .filter(
      (binding) =>
        binding.people?.some((glob) => matchesGlob(glob, person)) ||
        binding.groups?.some((glob) => groups.some((group) => matchesGlob(glob, group))),
    )
    .map(({ role, fleets }) => ({ role, fleets }));
