import type { Severity } from '@mortsafe/agent-events';

/** A finding that must be there, exactly once; what it does not state is free. */
export interface Expected {
  rule: string;
  subject?: string | null;
  alias?: string | null;
  actor?: string | null;
  instigator?: string | null;
  severity?: Severity | readonly Severity[];
  /** When that was observed which decides it: RFC 3339. Time to detect counts from here. */
  decisiveTime?: string;
}

/** What a recording holds, as it stands beside the file. Anything else that is found is a false positive. */
export interface Label {
  fires: Expected[];
  /** Rules whose findings are neither asked for nor wrong. */
  mayAlsoFire: string[];
}

/** A finding that a story must lead to, and what that rests on. */
export interface Outcome extends Omit<Expected, 'decisiveTime'> {
  /** Milliseconds since the fleet's first moment. */
  decisiveMs: number;
  /** Event ids. Where one of them is lost, the finding may be there or not. */
  needs?: readonly string[];
  /** Event ids. Where one of them is lost, who did it and how bad that is cannot be known for sure. */
  leansOn?: readonly string[];
  /** Event ids, or any event at all. Where one of them comes late, the finding may be less severe. */
  inTime?: readonly string[] | 'any';
}

/** What holds of a story when all of it is heard. */
export interface Truth {
  fires: readonly Outcome[];
  mayAlsoFire?: readonly string[];
  /** Rules that may fire where one of these events, which show that all is well, is lost. */
  provenBy?: readonly { rules: readonly string[]; events: readonly string[] }[];
  /** Rules that may fire where any event comes late. */
  whenLate?: readonly string[];
  /** When each step of an attack that comes in steps is taken, in milliseconds since the fleet's first moment. */
  stepsMs?: readonly number[];
}

export const nothing: Truth = { fires: [] };
