import { type Grant, mayIn, type Role } from './roles.ts';

/** Who asks, as a credential says; nothing of it comes from what is asked. */
export interface Caller {
  kind: 'person' | 'machine';
  /** `ada@example.org`, or the name of a token. */
  name: string;
  grants: readonly Grant[];
  /** When the person last showed who they are, epoch milliseconds; null for whom no such step is known. */
  freshAt: number | null;
  /** By which credential. Browsers send cookies unasked. */
  by: 'session' | 'token';
  /** Of the session, to end it. */
  session?: string;
}

/** How the audit trail names them: `person:ada@example.org`. */
export const auditNameOf = ({ kind, name }: Caller): string => `${kind}:${name}`;

/** A step of a person counts for so long. */
export const FRESH_MS = 5 * 60_000;

export const isFresh = ({ kind, freshAt }: Caller, now: number): boolean =>
  kind === 'person' && freshAt !== null && now - freshAt < FRESH_MS;

export const may = ({ grants }: Caller, role: Role, fleet: string | null): boolean =>
  mayIn(grants, role, fleet);
