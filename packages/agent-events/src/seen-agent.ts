import { z } from 'zod';
import { wireName, wireProblem, wireTime } from './wire-parts.ts';

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
  instances: { instance: string; state: SeenState; lastSign: number }[];
}

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
      .array(z.object({ instance: wireName.min(1), state: z.enum(seenStates), lastSign: wireTime }))
      .max(INSTANCES_MAX),
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
