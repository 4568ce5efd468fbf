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
      summary: `${text} is back`,
    }),
  );
