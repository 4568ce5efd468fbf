import { type Finding, parseReport } from '@mortsafe/agent-events';
import { readToEnd } from '@mortsafe/detector/kafka';
import type { Kafka } from 'kafkajs';
import type { Expected } from './fleet-stream.ts';

/** All that was found, of each the newest revision, by id. */
export async function findingsIn(kafka: Kafka, topic: string): Promise<Map<string, Finding>> {
  const newest = new Map<string, Finding>();
  const take = ({ body }: { body: Uint8Array }): void => {
    const report = parseReport(Buffer.from(body).toString());
    if (report.kind !== 'finding') throw new Error(`no finding: ${report.kind}`);
    const { finding } = report;
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
    if (missing.length > 0 || found.size !== agents.length) {
      throw new Error(`${rule}: ${found.size} agents found of ${agents.length}, ${missing.length} missing`);
    }
  }
  return Object.fromEntries([...byRule].map(([rule, its]) => [rule, its.length]));
}
