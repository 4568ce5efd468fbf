import { defaultDoorTopics, REJECTED_TOPIC } from '@mortsafe/sources/kafka';

/** Where things are written, and under which names the steps share the work. */
export interface TopicNames {
  agentEvents: string;
  state: string;
  findings: string;
  /** Findings once more, as OCSF Detection Findings. Absent: nobody wants them. */
  ocsf?: string;
  acts: string;
  orders: string;
  /** When fleets, sensors, doors and the detector itself were last heard, and each agent as last seen. */
  fleet: string;
  /** What happened to agents that findings name: the SOC application need not read the raw stream. */
  timelines: string;
  rejected: string;
  /** The door of people and controllers, from which tombstones can be rebuilt. */
  control: string;
}

export const defaultTopicNames: TopicNames = {
  agentEvents: 'mortsafe.agent-events',
  state: 'mortsafe.state',
  findings: 'mortsafe.findings',
  acts: 'mortsafe.shielding-acts',
  orders: 'mortsafe.orders',
  fleet: 'mortsafe.fleet',
  timelines: 'mortsafe.timelines',
  rejected: REJECTED_TOPIC,
  control: defaultDoorTopics.find(({ pass }) => pass.origin === 'control')?.topic ?? 'mortsafe.control',
};

export interface GroupNames {
  route: string;
  detect: string;
}

export const defaultGroupNames: GroupNames = { route: 'mortsafe-route', detect: 'mortsafe-detect' };
