import { z } from 'zod';
import { type KnownBy, knownByLevels } from './finding.ts';
import { wireName, wireProblem, wireTime } from './wire-parts.ts';
import { type PrincipalKind, principalKinds } from './words.ts';

export const seenStates = ['alive', 'silent', 'unwatched', 'stopped'] as const;
/** `unwatched` is what announced no heartbeats and whose stop was not seen: silence tells nothing of it. */
export type SeenState = (typeof seenStates)[number];

/** An agent as a detector last saw it. Times are epoch milliseconds. */
export interface SeenAgent {
  fleet: string;
  agent: string;
  /** Whether a kill order in force names it, or its whole fleet. */
  killed: boolean;
  lastSign: number;
  /** The newest launches that are remembered, oldest first. */
  instances: SeenInstance[];
  /** Those that are open, then those that closed last; at most `SEEN_LINKS_MAX`. */
  links?: SeenLink[] | undefined;
  /** The credential that it showed last: a hash of it, or its name. */
  credential?: string | undefined;
}

export interface SeenInstance {
  instance: string;
  state: SeenState;
  lastSign: number;
  firstSeen?: number | undefined;
  /** Between heartbeats; absent where it announced none. */
  intervalMs?: number | undefined;
  launcher?: { kind: PrincipalKind; id: string; knownBy: KnownBy } | undefined;
}

export interface SeenLink {
  peer: string;
  since: number;
  /** Absent while it is open. */
  closedAt?: number | undefined;
}

export const SEEN_LINKS_MAX = 100;

export type ParsedSeenAgent = { kind: 'seen-agent'; agent: SeenAgent } | { kind: 'reject'; reason: string };

const VERSION = 1;
const INSTANCES_MAX = 1_000;
const wire = z.object({
  seen: z.object({
    v: z.literal(VERSION),
    fleet: wireName.min(1),
    agent: wireName.min(1),
    killed: z.boolean(),
    lastSign: wireTime,
    instances: z
      .array(
        z.object({
          instance: wireName.min(1),
          state: z.enum(seenStates),
          lastSign: wireTime,
          firstSeen: wireTime.optional(),
          intervalMs: z.number().optional(),
          launcher: z
            .object({ kind: z.enum(principalKinds), id: wireName, knownBy: z.enum(knownByLevels) })
            .optional(),
        }),
      )
      .max(INSTANCES_MAX),
    links: z
      .array(z.object({ peer: wireName, since: wireTime, closedAt: wireTime.optional() }))
      .max(SEEN_LINKS_MAX)
      .optional(),
    credential: wireName.optional(),
  }),
});

/** One line for another service: `{"seen": {"v": 1, …}}`. */
export const serialiseSeenAgent = (agent: SeenAgent): string =>
  JSON.stringify({ seen: { v: VERSION, ...agent } });

/** What tells agents apart. */
export const seenAgentKey = ({ fleet, agent }: Pick<SeenAgent, 'fleet' | 'agent'>): string =>
  JSON.stringify(['agent', fleet, agent]);

/** Reads a line that `serialiseSeenAgent` wrote. Never throws. */
export function parseSeenAgent(line: string): ParsedSeenAgent {
  try {
    const read = wire.safeParse(JSON.parse(line));
    if (!read.success) return { kind: 'reject', reason: wireProblem(read.error, 'agent') };
    const { v: _v, ...agent } = read.data.seen;
    return { kind: 'seen-agent', agent };
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
}
