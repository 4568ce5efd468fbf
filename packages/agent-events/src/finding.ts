import type { AgentEvent } from './events.ts';

export const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** How the actor was established, best evidence first. */
export const knownByLevels = ['platform', 'sender', 'trace', 'own-event', 'claim', 'link'] as const;
export type KnownBy = (typeof knownByLevels)[number];

/** One rule's observation. Times are epoch milliseconds; on the wire they are RFC 3339 (see `findingToJson`). */
export interface Finding {
  /** Deterministic: made of fleet, rule and what the finding is about. The same stretch of events makes the same id. */
  id: string;
  rule: string;
  fleet: string;
  /** The agent that benefits; null where it is a whole fleet. */
  subject: string | null;
  /** The newcomer: the new name, or the one that took the subject's place. */
  alias: string | null;
  /** Whose hands did it: an agent id, or `kind:id` where it is no agent. */
  actor: string | null;
  actorKnownBy: KnownBy | null;
  /** The agent whose message, order or span led the actor to it. */
  instigator: string | null;
  severity: Severity;
  /** 0..1 */
  confidence: number;
  firstTime: number;
  lastTime: number;
  /** `observedTime` at which it was first raised. */
  detectedTime: number;
  /** Starts at 1; a higher one replaces a lower one of the same id. */
  revision: number;
  /** One plain sentence. */
  summary: string;
  /** Event ids in order; at most 50. */
  evidence: string[];
  /** The evidence events whole; at most 50 and 64 KiB. */
  evidenceEvents: AgentEvent[];
  /** Kill order id, where there is one. */
  order: string | null;
  /** Milliseconds from the dead line to the last sign of life, where an agent outlived its kill. */
  zombieWindowMs: number | null;
  /** How many instances or findings it stands for, where it stands for several. */
  count: number | null;
  /** All agents of a group finding. */
  group: string[] | null;
}
