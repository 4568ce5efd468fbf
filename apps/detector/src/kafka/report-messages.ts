import { serialiseFinding, serialiseOrderState, serialiseShieldingAct } from '@mortsafe/agent-events';
import type { KafkaMessage } from '@mortsafe/sources/kafka';
import type { Report } from '../take-report.ts';
import type { TopicNames } from './topics.ts';

/** What the detector has to say, as messages; under the id of each thing a compacted topic keeps the newest. */
export const reportMessages = (
  { findings, acts, orders }: Report,
  topics: Pick<TopicNames, 'findings' | 'acts' | 'orders'>,
): KafkaMessage[] => [
  ...findings.map((finding) => message(topics.findings, finding.id, serialiseFinding(finding))),
  ...acts.map((act) => message(topics.acts, act.id, serialiseShieldingAct(act))),
  ...orders.map((order) => message(topics.orders, order.id, serialiseOrderState(order))),
];

const message = (topic: string, key: string, text: string): KafkaMessage => ({
  topic,
  key,
  value: Buffer.from(text),
});
