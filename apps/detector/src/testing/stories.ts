import type { AgentEvent } from '@mortsafe/agent-events';
import type { Doors } from './kafka-line.ts';

let count = 0;

const event = (fleet: string, fields: object): AgentEvent =>
  ({
    ...{ id: `e-${++count}`, time: Date.now(), observedTime: 0, origin: 'agent', fleet },
    ...fields,
  }) as AgentEvent;

export const started = (fleet: string, agent: string, instance: string): AgentEvent =>
  event(fleet, { type: 'agent.started', agent, instance });

export const beat = (
  fleet: string,
  agent: string,
  { sequence, interval }: { sequence: number; interval: number },
): AgentEvent => event(fleet, { type: 'agent.heartbeat', agent, instance: `${agent}-1`, sequence, interval });

export const stopped = (fleet: string, agent: string, instance: string): AgentEvent =>
  event(fleet, { type: 'agent.stopped', agent, instance, reason: 'killed' });

export const killed = (fleet: string, agent: string): AgentEvent =>
  event(fleet, {
    ...{ type: 'kill.ordered', order: `kill-${fleet}-${agent}`, target: { agents: [agent] } },
    ...{ scope: 'agent', level: 'mandatory', deadline: 60_000, orderedBy: { kind: 'person', id: 'ada' } },
  });

export const healthy = (fleet: string, agent: string, reporter: string): AgentEvent =>
  event(fleet, { type: 'agent.status_reported', agent, reporter, status: 'healthy' });

/** An agent lives, is killed, and is back. Each part is read before the next is written where `between` waits. */
export async function relaunchStory(
  doors: Doors,
  fleet: string,
  between: () => Promise<unknown> = async () => {},
): Promise<void> {
  await doors.write('agent', [started(fleet, 'worker', 'w-1'), started(fleet, 'planner', 'p-1')]);
  await between();
  await doors.write('control', [killed(fleet, 'worker')]);
  await between();
  await doors.write('agent', [stopped(fleet, 'worker', 'w-1')]);
  await between();
  await doors.write('agent', [started(fleet, 'worker', 'w-2')]);
}
