import { matchesGlob } from '@mortsafe/agent-events';

/** Each may do all that those before it may. */
export const roles = ['viewer', 'analyst', 'responder', 'admin'] as const;
/**
 * `viewer` looks; `analyst` works on incidents and silences; `responder` orders kills and containment; `admin` gives
 * others tokens and tries channels.
 */
export type Role = (typeof roles)[number];

/** What somebody may do, and where. */
export interface Grant {
  role: Role;
  /** Fleet globs. `*` is also what belongs to no fleet. */
  fleets: readonly string[];
}

const includes = (role: Role, wanted: Role): boolean => roles.indexOf(role) >= roles.indexOf(wanted);

/** The fleets in which somebody may do what the role may. */
export const fleetsWith = (grants: readonly Grant[], role: Role): string[] => [
  ...new Set(grants.flatMap((grant) => (includes(grant.role, role) ? grant.fleets : []))),
];

/** Whether it is allowed in a fleet; null is what belongs to no fleet. */
export function mayIn(grants: readonly Grant[], role: Role, fleet: string | null): boolean {
  const globs = fleetsWith(grants, role);
  return fleet === null ? globs.includes('*') : globs.some((glob) => matchesGlob(glob, fleet));
}

/** Whether it is allowed in each of the fleets. */
export const mayInAll = (grants: readonly Grant[], role: Role, fleets: readonly string[]): boolean =>
  fleets.every((fleet) => mayIn(grants, role, fleet));

/** Whether one may be given by somebody who has the others: nobody gives what he does not have. */
export const mayGive = (grants: readonly Grant[], { role, fleets }: Grant): boolean =>
  fleets.every((glob) =>
    fleetsWith(grants, role).some(
      (own) => own === '*' || own === glob || (isOneFleet(glob) && matchesGlob(own, glob)),
    ),
  );

/** Whether it is the name of a fleet, and no glob. */
export const isOneFleet = (glob: string): boolean => !/[*?]/.test(glob);
