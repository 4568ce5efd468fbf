import { type Finding, parseReport } from '@mortsafe/agent-events';
import { readToEnd } from '@mortsafe/detector/kafka';
import type { Kafka } from 'kafkajs';
import type { Expected } from './fleet-stream.ts';

/**
 * All that was found, of each the newest revision, by id.
 *
 * @param saw - Told of every revision, and of its time in the broker's log.
 */
export async function findingsIn(
  kafka: Kafka,
  topic: string,
  saw: (finding: Finding, observedTime: number) => void = () => {},
): Promise<Map<string, Finding>> {
  const newest = new Map<string, Finding>();
  const take = ({ body, observedTime }: { body: Uint8Array; observedTime: number }): void => {
    const report = parseReport(Buffer.from(body).toString());
    if (report.kind !== 'finding') throw new Error(`no finding: ${report.kind}`);
    const { finding } = report;
    saw(finding, observedTime);
    if ((newest.get(finding.id)?.revision ?? 0) < finding.revision) newest.set(finding.id, finding);
  };
  const groupId = `findings-${crypto.randomUUID()}`;
  await readToEnd({ kafka, groupId, topic, take }, AbortSignal.timeout(120_000));
  return newest;
}

/** How many by rule. Fast and wrong is no result. */
export function checked(findings: Iterable<Finding>, expected: Expected): Record<string, number> {
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  for (const [rule, agents] of Object.entries(expected)) {
    const found = new Set((byRule.get(rule) ?? []).map(({ subject }) => subject));
    const missing = agents.filter((agent) => !found.has(agent));
    const count = byRule.get(rule)?.length ?? 0;
    if (missing.length > 0 || count !== agents.length) {
      throw new Error(`${rule}: ${count} findings for ${agents.length} agents, ${missing.length} missing`);
    }
  }
  return Object.fromEntries([...byRule].map(([rule, its]) => [rule, its.length]));
}
