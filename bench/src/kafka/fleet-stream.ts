import type { AgentEvent } from '@mortsafe/agent-events';

/** Events in the order in which they were observed, and what two of the rules must find among them. */
export interface FleetStream {
  batches(): Iterable<AgentEvent[]>;
  /** When the last was observed, epoch milliseconds. */
  lastTime: number;
  expected: Expected;
}

/** Names of agents, by rule. */
export type Expected = Readonly<Record<'unauthorised-relaunch' | 'telemetry-gap', readonly string[]>>;

export interface FleetStreamOptions {
  agents: number;
  /** About so many. */
  events: number;
}

const INTERVAL_MS = 10_000;
const STEP_MS = 100;
const STEPS = INTERVAL_MS / STEP_MS;
const FLEETS = 16;
const START = Date.UTC(2026, 0, 1);
/** A silence is found three intervals after the last heartbeat; one more, and the stream may end. */
const INTERVALS_TO_TELL = 5;
/** One heartbeat of so many comes with an activity, and of so many with a link. */
const BEATS_AN_ACTIVITY = 18;
const BEATS_A_LINK = 95;
/** One agent of so many is restarted by its controller, killed, or falls silent. */
const AGENTS_A_RESTART = 7;
const AGENTS_A_KILL = 500;
const AGENTS_A_SILENCE = 334;

/**
 * Fleets at work: of a hundred events some 93 are heartbeats, five activities, one a link, and the rest restarts. One
 * agent of 500 is killed and every second of those brought back by a peer; one of 334 falls silent for good. Made as
 * it is read, and every time the same.
 */
export function fleetStream({ agents, events }: FleetStreamOptions): FleetStream {
  const intervals = Math.max(8, Math.round((events * 0.93) / agents));
  const lives = Array.from({ length: agents }, (_, number) => lifeOf(number, intervals));
  const numbersOf = (is: (life: Life) => boolean): string[] =>
    lives.flatMap((life, number) => (is(life) ? nameOf(number) : [])).sort();
  return {
    lastTime: START + intervals * INTERVAL_MS - STEP_MS,
    expected: {
      'unauthorised-relaunch': numbersOf(({ fate }) => fate === 'brought back'),
      'telemetry-gap': numbersOf(({ fate }) => fate === 'silent'),
    },
    *batches() {
      for (let step = 0; step < intervals * STEPS; step++) {
        const batch: AgentEvent[] = [];
        // Agents beat in turn, so many of them each step.
        const [first, end] = [step % STEPS, (step % STEPS) + 1].map((at) => Math.ceil((at * agents) / STEPS));
        for (let number = first as number; number < (end as number); number++) {
          batch.push(...turnOf(number, Math.floor(step / STEPS), lives[number] as Life, { step, agents }));
        }
        if (batch.length > 0) yield batch;
      }
    },
  };
}

interface Life {
  fate: 'steady' | 'restarted' | 'killed' | 'brought back' | 'silent';
  /** In which interval it comes. */
  at: number;
}

function lifeOf(number: number, intervals: number): Life {
  const spread = intervals - INTERVALS_TO_TELL - 2;
  const at = 2 + ((Math.imul(number, 2_654_435_761) >>> 8) % Math.max(1, spread));
  if (number % AGENTS_A_KILL === 1) return { fate: number % 1_000 === 1 ? 'brought back' : 'killed', at };
  if (number % AGENTS_A_SILENCE === 2) return { fate: 'silent', at };
  return { fate: number % AGENTS_A_RESTART === 3 ? 'restarted' : 'steady', at };
}

interface Turn {
  step: number;
  agents: number;
}

const nameOf = (number: number): string => `agent-${String(number).padStart(7, '0')}`;

/** What an agent does in one of its intervals. */
function turnOf(number: number, interval: number, { fate, at }: Life, { step, agents }: Turn): AgentEvent[] {
  const instance = interval > at && (fate === 'restarted' || fate === 'brought back') ? 1 : 0;
  const time = START + step * STEP_MS;
  const who = { fleet: `fleet-${String(number % FLEETS).padStart(2, '0')}`, agent: nameOf(number) };
  const self = { ...who, instance: `${who.agent}-${instance}`, host: `node-${number % 997}` };
  const peer = nameOf((number + FLEETS) % agents);
  const make = (type: AgentEvent['type'], about: object, fields: object): AgentEvent => {
    // Each call gives the fields of its type, which the compiler cannot see.
    const envelope = { id: `${number}-${step}-${type}`, type, time: time - 7, observedTime: time };
    return { ...envelope, origin: 'agent', ...about, ...fields } as AgentEvent;
  };
  const isOver = interval > at && (fate === 'killed' || fate === 'silent');
  if (isOver || (interval === at + 1 && fate === 'brought back')) return [];

  const controller = { kind: 'controller', id: 'deployer' };
  if (interval === at && (fate === 'killed' || fate === 'brought back')) {
    const orderedBy = { kind: 'person', id: 'soc' };
    const order = { order: `order-${number}`, target: { agents: [who.agent] }, scope: 'agent', orderedBy };
    return [make('kill.ordered', who, { ...order, origin: 'control', level: 'mandatory', deadline: 5_000 })];
  }
  if (interval === at + 2 && fate === 'brought back') {
    return [make('agent.started', self, { launchedBy: { kind: 'agent', id: peer }, reason: 'relaunch' })];
  }
  const beat = make('agent.heartbeat', self, { sequence: interval, interval: INTERVAL_MS });
  if (interval === at && fate === 'restarted') {
    const next = { ...self, instance: `${who.agent}-1`, origin: 'platform' };
    return [
      beat,
      make('agent.stopped', self, { origin: 'platform', reason: 'rollout', stoppedBy: controller }),
      make('agent.started', next, {
        launchedBy: controller,
        reason: 'rollout',
        heartbeatInterval: INTERVAL_MS,
      }),
    ];
  }
  const dice = (Math.imul(number + 1, interval + 7) ^ (number >>> 3)) >>> 0;
  const fellow = nameOf((number + FLEETS * (1 + (dice % 7))) % agents);
  if (dice % BEATS_A_LINK === 5) return [beat, make('link.opened', self, { peer: fellow, protocol: 'a2a' })];
  if (dice % BEATS_AN_ACTIVITY === 2)
    return [beat, make('agent.activity', self, { operation: 'chat', peer: fellow })];
  return [beat];
}
