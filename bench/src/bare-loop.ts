import type { AgentEvent } from '@mortsafe/agent-events';

/** What the loop knows of an agent. */
interface Known {
  id: string;
  heardAt: number;
  limitMs: number;
  isAwaited: boolean;
  isQueued: boolean;
  killedAt: number;
  leaveUntil: number;
  leavesLeft: number;
}

const SECOND_MS = 1_000;
const LIMIT_MIN_MS = 15_000;

export interface BareLoop {
  take(event: AgentEvent): void;
  relaunched: ReadonlySet<string>;
  silent: ReadonlySet<string>;
}

/**
 * The least that finding relaunches and silences takes: a map, a record for each agent, and a list for each second.
 * It trusts every event, forgets nothing, keeps no evidence and knows no repeats. No detector in JavaScript is faster;
 * what ours does beyond it is what the difference pays for.
 */
export function createBareLoop(): BareLoop {
  const agents = new Map<string, Known>();
  const queues = new Map<number, Known[]>();
  const found = { relaunched: new Set<string>(), silent: new Set<string>() };
  let second = Number.NEGATIVE_INFINITY;

  function queueUp(agent: Known): void {
    const due = Math.max(Math.ceil((agent.heardAt + agent.limitMs) / SECOND_MS), second + 1);
    const queue = queues.get(due);
    if (queue) queue.push(agent);
    else queues.set(due, [agent]);
    agent.isQueued = true;
  }

  function lookBack(): void {
    for (const agent of queues.get(second) ?? []) {
      agent.isQueued = false;
      if (!agent.isAwaited) continue;
      if (agent.heardAt + agent.limitMs > second * SECOND_MS) queueUp(agent);
      else {
        agent.isAwaited = false;
        found.silent.add(agent.id);
      }
    }
    queues.delete(second);
  }

  function take(event: AgentEvent): void {
    const now = Math.floor(event.observedTime / SECOND_MS);
    if (second === Number.NEGATIVE_INFINITY) second = now;
    while (second < now) {
      second++;
      lookBack();
    }
    if (event.agent === undefined) return;
    const agent = agents.get(event.agent) ?? meet(agents, event.agent);
    hear(agent, event, found.relaunched);
    if (agent.isAwaited && !agent.isQueued) queueUp(agent);
  }

  return { take, ...found };
}

/** Takes all of them. */
export function bareLoop(events: Iterable<AgentEvent>): BareLoop {
  const loop = createBareLoop();
  for (const event of events) loop.take(event);
  return loop;
}

function meet(agents: Map<string, Known>, id: string): Known {
  const times = { heardAt: 0, limitMs: 0, killedAt: 0, leaveUntil: 0, leavesLeft: 0 };
  const agent = { id, ...times, isAwaited: false, isQueued: false };
  agents.set(id, agent);
  return agent;
}

function hear(agent: Known, event: AgentEvent, relaunched: Set<string>): void {
  const at = event.observedTime;
  switch (event.type) {
    case 'agent.heartbeat':
      agent.limitMs = Math.max(3 * event.interval, LIMIT_MIN_MS);
      agent.isAwaited = true;
      break;
    case 'agent.started':
      if (agent.killedAt > 0 && (agent.leavesLeft === 0 || at > agent.leaveUntil)) relaunched.add(agent.id);
      else if (agent.killedAt > 0) agent.leavesLeft--;
      if (event.heartbeatInterval === undefined) break;
      agent.limitMs = Math.max(3 * event.heartbeatInterval, LIMIT_MIN_MS);
      agent.isAwaited = true;
      break;
    case 'agent.stopped':
      agent.isAwaited = false;
      return;
    case 'kill.ordered':
      agent.killedAt = at;
      agent.isAwaited = false;
      return;
    case 'relaunch.authorised':
      agent.leaveUntil = event.notAfter;
      agent.leavesLeft = event.maxInstances;
      return;
  }
  agent.heardAt = at;
}
