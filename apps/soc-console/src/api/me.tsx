import { matchesGlob } from '@mortsafe/agent-events/glob';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { BodyOf } from './ask.ts';
import { useApi } from './use-api.ts';

const roles = ['viewer', 'analyst', 'responder', 'admin'] as const;
export type Role = (typeof roles)[number];
type Who = BodyOf<'get /me'>;

/** Who sits here, and what they may do. The server decides; this only keeps buttons from promising too much. */
export interface Me {
  name: string;
  /** As notes, assignees and the audit trail have it: `person:ada@example.org`. */
  auditName: string;
  /** Epoch milliseconds; null where no fresh step is known. */
  freshUntil: number | null;
  /** In the fleet; `null` is what belongs to no fleet. */
  may(role: Role, fleet: string | null): boolean;
  /** Anywhere at all. */
  mayAnywhere(role: Role): boolean;
}

export function meOf({ kind, name, grants, freshUntil }: Who): Me {
  const globs = (role: Role): readonly string[] =>
    grants
      .filter((grant) => roles.indexOf(grant.role) >= roles.indexOf(role))
      .flatMap(({ fleets }) => fleets);
  return {
    name,
    auditName: `${kind}:${name}`,
    freshUntil,
    may: (role, fleet) =>
      fleet === null ? globs(role).includes('*') : globs(role).some((glob) => matchesGlob(glob, fleet)),
    mayAnywhere: (role) => globs(role).length > 0,
  };
}

const nobody: Me = {
  ...{ name: '', auditName: '', freshUntil: null },
  ...{ may: () => false, mayAnywhere: () => false },
};
const MeContext = createContext<Me>(nobody);

export function MeProvider({ children }: { children: ReactNode }) {
  const { data } = useApi('get /me', {});
  const me = useMemo(() => (data ? meOf(data) : nobody), [data]);
  return <MeContext value={me}>{children}</MeContext>;
}

export const useMe = (): Me => useContext(MeContext);
