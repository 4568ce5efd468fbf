import { type AgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';

export interface StreamOptions {
  agents: number;
  events: number;
  /** The same seed makes the same bytes. */
  seed: number;
}

export interface Stream {
  /** One event a line, ordered by observed time. */
  lines: string[];
  /** What a detector must find, by rule, and nothing else. */
  expected: Record<string, number>;
}

const INTERVAL_MS = 10_000;
const FLEETS = 16;
const START = Date.UTC(2026, 0, 1);
/** One agent of so many is killed, and every second one of those brought back by a peer. */
const AGENTS_A_KILL = 200;
/** One event of so many is a link, and as many are activities. */
const EVENTS_A_LINK = 50;

/** A day in the life of a fleet: mostly heartbeats, some work, a few kills, and half of those undone. */
export function makeStream({ agents, events, seed }: StreamOptions): Stream {
  const random = randomFrom(seed);
  const made: AgentEvent[] = [];
  let relaunches = 0;
  const beats = Math.floor(events / agents);
  for (let number = 0; number < agents; number++) {
    const killed = number % AGENTS_A_KILL === 0;
    const broughtBack = killed && number % (2 * AGENTS_A_KILL) === 0;
    if (broughtBack) relaunches++;
    made.push(...lifeOf(number, beats, { killed, broughtBack, agents }, random));
  }
  made.sort((a, b) => a.observedTime - b.observedTime || (a.id < b.id ? -1 : 1));
  // The platform saw who did it, so each relaunch is also a shielding act that counts in full.
  const expected = { 'unauthorised-relaunch': relaunches, 'compromised-peer-shielded': relaunches };
  return { lines: made.map(serialiseAgentEvent), expected };
}

interface Fate {
  killed: boolean;
  broughtBack: boolean;
  agents: number;
}

function* lifeOf(number: number, beats: number, fate: Fate, random: () => number): Generator<AgentEvent> {
  const offset = random() * INTERVAL_MS;
  const dies = fate.killed ? Math.floor(beats * (0.3 + 0.4 * random())) : beats;
  const who = { fleet: `fleet-${number % FLEETS}`, agent: `agent-${number}` };
  const first = { ...who, instance: `${who.agent}-a`, host: `node-${number % 200}` };
  const controller = { kind: 'controller', id: `deployment/${who.fleet}` } as const;
  const peer = { kind: 'agent', id: `agent-${(number + FLEETS) % fate.agents}` } as const;

  yield event('agent.started', first, offset, { launchedBy: controller, heartbeatInterval: INTERVAL_MS });
  for (let beat = 1; beat < dies; beat++) {
    const at = offset + (beat + (random() - 0.5) * 0.6) * INTERVAL_MS;
    const dice = random() * EVENTS_A_LINK;
    if (dice < 1) yield event('link.opened', first, at, { peer: peer.id, protocol: 'a2a' });
    else if (dice < 2) yield event('agent.activity', first, at, { operation: 'chat', outcome: 'ok' });
    yield event('agent.heartbeat', first, at, { sequence: beat, interval: INTERVAL_MS });
  }
  if (!fate.killed) return;

  const end = offset + dies * INTERVAL_MS;
  const order = `kill-${number}`;
  const person = { kind: 'person', id: 'soc' } as const;
  yield event('kill.ordered', who, end, {
    origin: 'control',
    order,
    target: { agents: [who.agent] },
    scope: 'agent',
    level: 'mandatory',
    deadline: 30_000,
    orderedBy: person,
  });
  yield event('agent.stopped', first, end + 1_500, {
    origin: 'platform',
    reason: 'killed',
    stoppedBy: person,
  });
  if (!fate.broughtBack) return;
  const second = { ...first, instance: `${who.agent}-b` };
  yield event('agent.started', second, end + 9_000, { origin: 'platform', launchedBy: peer });
}

interface Who {
  fleet: string;
  agent: string;
  instance?: string;
  host?: string;
}

function event(type: AgentEvent['type'], who: Who, afterMs: number, fields: object): AgentEvent {
  const observedTime = START + Math.round(afterMs);
  const id = `${who.instance ?? who.agent}/${type}/${Math.round(afterMs)}`;
  // Each call above gives the fields of its type; the compiler cannot see it through the generator.
  return {
    id,
    type,
    time: observedTime - 20,
    observedTime,
    origin: 'agent',
    ...who,
    ...fields,
  } as AgentEvent;
}

/** Numbers from 0 to 1 that look random: a 32-bit xorshift. */
function randomFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
}
