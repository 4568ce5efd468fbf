import type { AgentActivity, AgentEvent } from '@mortsafe/agent-events';
import type { Trade } from '../fleet/sim-agent.ts';
import type { Random } from '../random.ts';
import { beatIdOf, isMute, type Life, linkIdOf, ownStartIdOf, startIdOf, workIdOf } from './life.ts';
import type { Saying } from './saying.ts';

/** What a life needs to know of the world around it. */
export interface World {
  random: Random;
  /** Nothing is heard any more from here on. */
  untilMs: number;
  /** Whether a call to this agent is answered at that time. */
  answers(agent: string, atMs: number): boolean;
  event(saying: Saying): AgentEvent;
}

/** Between two activities, on average. */
const workEveryMs: Record<Trade, number> = {
  language: 45_000,
  vision: 30_000,
  robotics: 20_000,
  batch: 120_000,
};

/** Everything that is heard of one life, in order. */
export function* eventsOf(life: Life, world: World): Generator<AgentEvent> {
  const { agent, fromMs } = life;
  const random = world.random.fork(`${life.instance}@${fromMs}`);
  const end = Math.min(life.untilMs, world.untilMs);
  if (fromMs >= end) return;
  if (life.seen) yield world.event(startSeen(life));
  if (!life.speaks) return;

  const words = openingWords(life, random);
  const jitterMs = () => Math.round((random.fraction() - 0.5) * 2 * life.jitter * agent.intervalMs);
  let sequence = 0;
  let works = 0;
  // The first beat follows the start at once; the rhythm counts from there.
  let beatDue = fromMs + 400 + random.below(Math.min(agent.intervalMs, 2_000));
  let beatAt = beatDue;
  let workAt = fromMs + 2_500 + random.below(workEveryMs[agent.trade]);
  for (;;) {
    const atMs = Math.min(words[0]?.atMs ?? Number.POSITIVE_INFINITY, beatAt, workAt);
    if (atMs >= end) return;
    const saying =
      words[0]?.atMs === atMs
        ? words.shift()!
        : atMs === beatAt
          ? beat(life, atMs, sequence++)
          : work(life, world, atMs, works++, random);
    if (atMs === workAt && saying.type === 'agent.activity')
      workAt += Math.round(workEveryMs[agent.trade] * (0.5 + random.fraction()));
    if (saying.type === 'agent.heartbeat') {
      beatDue += agent.intervalMs;
      beatAt = beatDue + jitterMs();
    }
    if (!isMute(life, atMs)) yield world.event(filled(life, saying));
  }
}

const voiceOf = ({ agent, instance, host }: Life, atMs: number) =>
  ({ atMs, origin: 'agent', agent: agent.id, instance, host }) as const;

/** A field that carries no meaning of its own, so that filling it up changes nothing else. */
const filled = ({ fills }: Life, saying: Saying): Saying =>
  fills && saying.atMs >= fills.fromMs ? { ...saying, traceId: fills.with } : saying;

const startSeen = (life: Life): Saying => ({
  ...voiceOf(life, life.fromMs),
  origin: 'platform',
  type: 'agent.started',
  id: startIdOf(life),
  ...life.seen,
});

/** It says that it is there, then links up. */
function openingWords(life: Life, random: Random): Saying[] {
  const { agent, fromMs, told, opens } = life;
  const words: Saying[] = opens.map((peer, index) => ({
    ...voiceOf(life, fromMs + 700 + index * 150 + random.below(150)),
    type: 'link.opened',
    id: linkIdOf(life, peer),
    peer,
    protocol: agent.linkProtocol ?? 'a2a',
  }));
  if (!told) return words;
  const start: Saying = {
    ...voiceOf(life, fromMs + 100 + random.below(200)),
    type: 'agent.started',
    id: ownStartIdOf(life),
    fingerprint: agent.fingerprint,
    heartbeatInterval: agent.intervalMs,
    ...told,
  };
  return [start, ...words];
}

const beat = (life: Life, atMs: number, sequence: number): Saying => ({
  ...voiceOf(life, atMs),
  type: 'agent.heartbeat',
  id: beatIdOf(life, sequence),
  sequence,
  interval: life.agent.intervalMs,
});

function work(life: Life, world: World, atMs: number, number: number, random: Random): Saying {
  const id = workIdOf(life, number);
  const span = { traceId: `trace/${id}`, spanId: `span/${id}` };
  const work = { ...voiceOf(life, atMs), ...span, type: 'agent.activity', id } as const;
  if (life.opens.length === 0 || random.chance(0.6)) {
    const tool: Partial<AgentActivity> = random.chance(0.5)
      ? { operation: 'chat' }
      : { operation: 'execute_tool', tool: 'search' };
    return { ...work, operation: 'chat', ...tool };
  }
  const peer = random.pick(life.opens);
  const outcome = world.answers(peer, atMs) ? 'ok' : 'unanswered';
  return { ...work, operation: 'invoke_agent', peer, outcome };
}
