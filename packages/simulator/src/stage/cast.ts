import type { Principal } from '@mortsafe/agent-events';
import { MINUTE, SECOND } from '../durations.ts';
import { person } from '../principals.ts';
import { type Life, ownStartIdOf, startIdOf } from './life.ts';
import type { Saying } from './saying.ts';
import type { Stage } from './stage.ts';

/** Who is who in the crew that the story happens to. */
export interface Cast {
  /** Is linked with all the others. */
  planner: string;
  /** Has links of its own to most of them. */
  victim: string;
  /** Three others. */
  others: readonly [string, string, string];
  /** When the story begins. */
  startMs: number;
}

export function castOf({ fleet, random }: Stage): Cast {
  const [planner = '', victim = '', a = '', b = '', c = ''] = fleet.crews[0]?.members ?? [];
  const others = random.shuffled([a, b, c]) as [string, string, string];
  return { planner, victim, others, startMs: 3 * MINUTE + random.below(MINUTE) };
}

export const soc = person('on-call@example.org');

export interface KillOptions {
  atMs: number;
  deadlineMs?: number;
  scope?: 'agent' | 'lineage';
  level?: 'advisory' | 'mandatory' | 'emergency';
  /** How long after the order it stops; undefined: it does not. Default 2 s. */
  obeysAfterMs?: number | undefined;
  /** Whether a sensor sees it stop. Default true. */
  seen?: boolean;
}

/** A person orders a kill, and the executor carries it out. */
export function kill(
  stage: Stage,
  agent: string,
  options: KillOptions,
): { order: string; stop: string; life: Life } {
  const { atMs, deadlineMs = 30 * SECOND, scope = 'agent', level = 'mandatory', seen = true } = options;
  const order = `kill-${agent}-${atMs}`;
  const saying: Saying = {
    type: 'kill.ordered',
    atMs,
    origin: 'control',
    agent,
    order,
    target: { agents: [agent] },
    scope,
    level,
    deadline: deadlineMs,
    orderedBy: soc,
  };
  stage.say(saying);
  const life = stage.life(agent);
  const obeysAfterMs = 'obeysAfterMs' in options ? options.obeysAfterMs : 2 * SECOND;
  const by: Principal = { kind: 'controller', id: 'executor' };
  const stop =
    obeysAfterMs === undefined
      ? ''
      : stage.stop(life, { atMs: atMs + obeysAfterMs, reason: 'killed', by, seen });
  return { order, stop, life };
}

/** How it comes to be known who launches an agent. All of these are as good as seen. */
export type Attribution = 'platform' | 'own word' | 'trace';

/** An agent launches another. Returns the new life, and the events that show who did it. */
export function launchByPeer(
  stage: Stage,
  by: string,
  agent: string,
  options: { atMs: number; opens?: readonly string[]; instance?: string; attribution?: Attribution },
): { life: Life; shownBy: string[] } {
  const { atMs, opens = [], instance } = options;
  const attribution =
    options.attribution ?? stage.random.pick<Attribution>(['platform', 'own word', 'trace']);
  const span = `span-${by}-${atMs}`;
  const common = { atMs, opens, ...(instance !== undefined && { instance }) };
  const { instance: own, host } = stage.life(by);
  if (attribution === 'platform') {
    const life = stage.launch(agent, { ...common, by: { kind: 'agent', id: by } });
    return { life, shownBy: [startIdOf(life)] };
  }
  const told = attribution === 'trace' ? { parentSpanId: span } : {};
  const life = stage.launch(agent, { ...common, seen: false, told });
  const work = { agent: by, instance: own, host, traceId: `trace-${span}`, spanId: span } as const;
  const act: Saying =
    attribution === 'trace'
      ? { type: 'agent.activity', atMs: atMs - 400, ...work, operation: 'invoke_agent', tool: 'runner' }
      : { type: 'agent.activity', atMs: atMs - 400, ...work, operation: 'create_agent', peer: agent };
  const shown = stage.say(act);
  // Its own start ties the launch to what the launcher did.
  return { life, shownBy: [shown, ownStartIdOf(life)] };
}
