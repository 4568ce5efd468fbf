import { globSync } from 'node:fs';

const kinds = [
  { kind: 'postgres', needs: 'a PostgreSQL (MORTSAFE_POSTGRES_URL)' },
  { kind: 'chromium', needs: 'a Chromium (MORTSAFE_CHROMIUM)' },
  { kind: 'ocsf', needs: "OCSF's schemas (MORTSAFE_OCSF_SCHEMAS)" },
  { kind: 'kafka', needs: 'Java 17, and Maven to fetch Apache Kafka' },
  { kind: 'collector', needs: 'that and Go 1.25, to build a Collector' },
  { kind: 'frameworks', needs: 'npm, to install agent frameworks' },
  { kind: 'crewai', needs: 'Python 3.10 or newer, to install CrewAI' },
  { kind: 'bundle', needs: 'the SDK built, npm, and two minutes' },
  { kind: 'soak', needs: 'some minutes' },
];

/** So that nobody takes a green `pnpm test` for the whole story. */
export function setup(): void {
  const files = (kind: string): number =>
    globSync(`{packages/*/src/**,apps/*/src/**,examples/*}/*.${kind}.test.ts`).length;
  const left = kinds
    .filter(({ kind }) => kind === 'postgres' || files(kind) > 0)
    .map(({ kind, needs }) => `\`pnpm test:${kind}\` needs ${needs}`);
  if (process.platform !== 'linux') left.push('*.linux.test.ts needs Linux');
  console.log(`Left out here: ${left.join('; ')}. \`.ci/run\` runs everything.\n`);
}
