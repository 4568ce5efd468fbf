import type { AgentEvent } from '@mortsafe/agent-events/events';
import { finding, hostileTexts, T0 } from '@mortsafe/soc-alerting/testing';

const rules = ['unauthorised-relaunch', 'masked-failure', 'telemetry-gap', 'forged-heartbeat', 'dark-agent'];
const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const;
const fleets = ['checkout', 'research', 'support-eu'];
type Found = ReturnType<typeof finding>;

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

/** As many findings, each of an incident of its own, of several fleets, rules and severities. */
export const manyFindings = (count: number, from = 0): Found[] =>
  Array.from({ length: count }, (_, offset) => {
    const index = from + offset;
    const rule = pick(rules, index);
    return finding({
      id: `many-${index}`,
      rule,
      fleet: pick(fleets, index),
      subject: `worker-${index}`,
      actor: index % 4 === 0 ? null : `planner-${index % 7}`,
      actorKnownBy: index % 4 === 0 ? null : 'own-event',
      severity: pick(severities, index),
      order: null,
      zombieWindowMs: null,
      firstTime: T0 + index,
      lastTime: T0 + index * 1_000,
      detectedTime: T0 + index * 1_000,
      summary: `${rule} of worker-${index}`,
    });
  });

/** Findings in which every text that an agent chooses is hostile. */
export const hostileFindings = (): Found[] =>
  hostileTexts.map((text, index) =>
    finding({
      id: `hostile-${index}`,
      fleet: text.slice(0, 200),
      subject: text,
      actor: text,
      alias: text,
      instigator: text,
      order: `order-${index}`,
      // Newer than anything else, and so in sight.
      lastTime: T0 + 3_600_000 + index,
      summary: `${text} is back`,
    }),
  );

const life = (agent: string, instance: string, fromMs: number, toMs: number): AgentEvent[] =>
  Array.from({ length: Math.floor((toMs - fromMs) / 1_000) }, (_, index): AgentEvent => {
    const time = T0 + fromMs + index * 1_000;
    const about = {
      id: `${instance}-${fromMs}-${index}`,
      fleet: 'checkout',
      agent,
      instance,
      time,
      observedTime: time,
    };
    return index % 4 === 3
      ? { ...about, origin: 'agent', type: 'agent.activity', operation: 'execute_tool', tool: 'search' }
      : { ...about, origin: 'agent', type: 'agent.heartbeat', sequence: index, interval: 1_000 };
  });

/** What else happened around `experiment()`: lives before and after the kill, one of them with a silence in it. */
export const experimentTimeline = (): AgentEvent[] => [
  ...life('worker-3', 'worker-3-a', -30_000, 2_500),
  ...life('worker-3', 'worker-3-b', 5_200, 45_000),
  ...life('planner', 'planner-1', -30_000, 8_000),
  ...life('planner', 'planner-1', 20_000, 45_000),
  ...life('critic', 'critic-1', -30_000, 45_000),
];

/** So many events of a few agents, for how the page bears a long story. */
export const longTimeline = (count: number): AgentEvent[] =>
  Array.from({ length: 10 }, (_, lane) => {
    const agent = lane === 0 ? 'worker-3' : `peer-${lane}`;
    return life(agent, `${agent}-1`, -20_000, -20_000 + (count / 10) * 1_000);
  }).flat();
