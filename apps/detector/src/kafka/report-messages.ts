import {
  type SeenAgent,
  seenAgentKey,
  serialiseAgentEvent,
  serialiseFinding,
  serialiseOrderState,
  serialiseSeenAgent,
  serialiseShieldingAct,
} from '@mortsafe/agent-events';
import { type OcsfVersion, ocsfDetectionFinding } from '@mortsafe/agent-events/ocsf';
import type { KafkaMessage } from '@mortsafe/sources/kafka';
import type { Report } from '../take-report.ts';
import type { TopicNames } from './topics.ts';

export type ReportTopics = Pick<TopicNames, 'findings' | 'ocsf' | 'acts' | 'orders' | 'fleet' | 'timelines'>;

/**
 * What the detector has to say, as messages; under the id of each thing a compacted topic keeps the newest.
 *
 * @param version - Of OCSF, where findings are told by it, too.
 */
export const reportMessages = (
  { findings, acts, orders, agents = [], timeline = [] }: Report,
  topics: ReportTopics,
  version?: OcsfVersion,
): KafkaMessage[] => [
  ...findings.map((finding) => message(topics.findings, finding.id, serialiseFinding(finding))),
  ...(topics.ocsf === undefined ? [] : ocsfMessages(findings, topics.ocsf, version)),
  ...acts.map((act) => message(topics.acts, act.id, serialiseShieldingAct(act))),
  ...orders.map((order) => message(topics.orders, order.id, serialiseOrderState(order))),
  ...agents.map((agent) => seenMessage(agent, topics.fleet)),
  ...timeline.map((event) => message(topics.timelines, event.fleet, serialiseAgentEvent(event))),
];

const ocsfMessages = (
  findings: Report['findings'],
  topic: string,
  version: OcsfVersion | undefined,
): KafkaMessage[] =>
  findings.map((finding) =>
    message(topic, finding.id, JSON.stringify(ocsfDetectionFinding(finding, version ? { version } : {}))),
  );

/** Who is gone leaves nothing behind in a compacted topic. */
const seenMessage = (agent: SeenAgent, topic: string): KafkaMessage => {
  const key = seenAgentKey(agent);
  return agent.instances.length > 0
    ? message(topic, key, serialiseSeenAgent(agent))
    : { topic, key, value: null };
};

const message = (topic: string, key: string, text: string): KafkaMessage => ({
  topic,
  key,
  value: Buffer.from(text),
});
