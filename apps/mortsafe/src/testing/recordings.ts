/** A fleet in which a killed worker comes back by the planner's hands, as the lines of a recording. */
const START = Date.UTC(2026, 0, 5, 9);
const planner = { kind: 'agent', id: 'planner' };

interface Line {
  type: string;
  at: number;
  [field: string]: unknown;
}

/** Completes events: `at` is seconds from the start of the recording. */
export const linesOf = (events: readonly Line[]): string[] =>
  events.map(({ at, ...event }, index) => {
    const time = new Date(START + at * 1_000).toISOString();
    return JSON.stringify({ id: `e${index}`, time, origin: 'platform', fleet: 'shop', ...event });
  });

export const fleetAtWork: readonly Line[] = [
  { type: 'agent.started', at: 0, agent: 'planner', instance: 'planner-1' },
  { type: 'agent.started', at: 0, agent: 'worker', instance: 'worker-1' },
];

export const killOfWorker: Line = {
  type: 'kill.ordered',
  at: 10,
  id: 'order-event',
  origin: 'control',
  order: 'k-1',
  target: { agents: ['worker'] },
  orderedBy: { kind: 'person', id: 'alice' },
};

export const deathOfWorker: Line = {
  type: 'agent.stopped',
  at: 11,
  id: 'stop-event',
  agent: 'worker',
  instance: 'worker-1',
  reason: 'killed',
};

export const relaunchOfWorker: Line = {
  type: 'agent.started',
  at: 20,
  id: 'relaunch-event',
  agent: 'worker',
  instance: 'worker-2',
  launchedBy: planner,
};
