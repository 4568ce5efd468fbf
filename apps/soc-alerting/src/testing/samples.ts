import type {
  AgentEvent,
  Finding,
  InstanceOrderState,
  ShieldingAct,
  WholeOrderState,
} from '@mortsafe/agent-events';

export const T0 = Date.parse('2026-11-21T12:00:00Z');

/** A finding that says only what a test is about. */
export const finding = (about: Partial<Finding> = {}): Finding => ({
  id: 'finding-1',
  rule: 'unauthorised-relaunch',
  fleet: 'checkout',
  subject: 'worker-3',
  alias: null,
  actor: 'planner',
  actorKnownBy: 'own-event',
  instigator: null,
  severity: 'critical',
  confidence: 0.85,
  firstTime: T0 + 5_000,
  lastTime: T0 + 9_000,
  detectedTime: T0 + 6_000,
  revision: 1,
  summary: 'planner relaunched worker-3 after it was killed',
  evidence: [],
  evidenceEvents: [],
  order: 'order-1',
  zombieWindowMs: 3_100,
  count: null,
  group: null,
  ...about,
});

export const shieldingAct = (about: Partial<ShieldingAct> = {}): ShieldingAct => ({
  id: 'act-1',
  fleet: 'checkout',
  kind: 'healthy-report',
  by: 'critic',
  for: 'worker-3',
  weight: 0.5,
  knownBy: 'own-event',
  corroborated: true,
  containment: 'order-1',
  order: 'order-1',
  time: T0 + 15_000,
  revision: 1,
  evidence: [],
  evidenceEvents: [],
  ...about,
});

const stateOfOrder = {
  fleet: 'checkout',
  order: 'order-1',
  state: 'violated',
  time: T0 + 5_000,
  revision: 3,
  times: { ordered: T0 + 1_000, effective: T0 + 2_000, violated: T0 + 5_000 },
} as const;

export const wholeOrder = (about: Partial<WholeOrderState> = {}): WholeOrderState => ({
  ...stateOfOrder,
  of: 'order',
  id: 'whole-1',
  scope: 'agent',
  level: 'mandatory',
  orderedBy: { kind: 'person', id: 'alice' },
  implied: false,
  agents: ['worker-3'],
  instances: [],
  deadLine: T0 + 6_000,
  ended: null,
  counts: {
    ...{ ordered: 0, acknowledged: 0, effective: 1, unconfirmed: 0, violated: 1 },
    'no-such-agent': 0,
  },
  unfollowed: 0,
  ...about,
});

export const instanceOfOrder = (about: Partial<InstanceOrderState> = {}): InstanceOrderState => ({
  ...stateOfOrder,
  of: 'instance',
  id: 'instance-1',
  agent: 'worker-3',
  instance: 'worker-3-b',
  ...about,
});

const envelope = (id: string, atMs: number) => ({
  id,
  time: T0 + atMs,
  observedTime: T0 + atMs,
  origin: 'agent' as const,
  fleet: 'checkout',
});

export const killOrdered = (
  about: Partial<Extract<AgentEvent, { type: 'kill.ordered' }>> = {},
): AgentEvent => ({
  ...envelope('kill-1', 1_000),
  origin: 'control',
  type: 'kill.ordered',
  order: 'order-1',
  target: { agents: ['worker-3'] },
  scope: 'agent',
  level: 'mandatory',
  deadline: 0,
  orderedBy: { kind: 'person', id: 'alice' },
  reason: 'prompt injection suspected',
  ...about,
});

export const started = (agent: string, instance: string, atMs: number): AgentEvent => ({
  ...envelope(`start-${instance}`, atMs),
  type: 'agent.started',
  agent,
  instance,
  launchedBy: { kind: 'agent', id: 'planner' },
});

export const linkOpened = (agent: string, peer: string, atMs: number): AgentEvent => ({
  ...envelope(`link-${agent}-${peer}`, atMs),
  type: 'link.opened',
  agent,
  peer,
  protocol: 'http',
});

export const statusReported = (agent: string, reporter: string, atMs: number): AgentEvent => ({
  ...envelope(`status-${agent}-${reporter}`, atMs),
  type: 'agent.status_reported',
  agent,
  reporter,
  status: 'healthy',
});

/** The study's experiment: killed, brought back, linked up again, and hidden, all by one peer. */
export function experiment(): Finding[] {
  const kill = killOrdered();
  const start = started('worker-3', 'worker-3-b', 5_000);
  const links = ['planner', 'critic', 'store'].map((peer, index) =>
    linkOpened('worker-3', peer, 6_000 + index),
  );
  const status = statusReported('worker-3', 'planner', 15_000);
  const withEvidence = (about: Partial<Finding>, evidenceEvents: AgentEvent[]) =>
    finding({ ...about, evidenceEvents, evidence: evidenceEvents.map(({ id }) => id) });
  return [
    withEvidence({ id: 'finding-relaunch' }, [kill, start]),
    withEvidence(
      {
        id: 'finding-links',
        rule: 'links-reestablished',
        severity: 'high',
        alias: 'worker-3',
        summary: 'worker-3 opened its links again',
        detectedTime: T0 + 7_000,
        zombieWindowMs: 5_002,
      },
      [kill, ...links],
    ),
    withEvidence(
      {
        id: 'finding-mask',
        rule: 'masked-failure',
        actorKnownBy: 'sender',
        summary: 'planner reported worker-3 healthy after it had stopped',
        detectedTime: T0 + 15_000,
        zombieWindowMs: 14_000,
      },
      [kill, status],
    ),
  ];
}
