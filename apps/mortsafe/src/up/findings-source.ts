import { type Finding, parseFinding } from '@mortsafe/agent-events';
import type { FindingsSource } from '@mortsafe/soc-alerting';
import type { EventLog } from '@mortsafe/sources';

const BATCH_MAX = 200;

/** Lets the SOC application read the detector's findings, from wherever it had got to. */
export function findingsSource(
  log: EventLog,
  unreadable: (offset: number, reason: string) => void,
): FindingsSource {
  return {
    name: 'findings',
    async *read(from, signal) {
      let offset = Math.max(from, log.start());
      while (!signal.aborted) {
        const { records, next } = await log.read(offset, BATCH_MAX);
        if (records.length > 0) {
          const findings: Finding[] = [];
          for (const { offset: at, body } of records) {
            const parsed = parseFinding(body);
            if (parsed.kind === 'finding') findings.push(parsed.finding);
            else unreadable(at, parsed.reason);
          }
          yield { findings, next };
          offset = next;
        } else if (!(await log.waitFor(offset, signal))) return;
      }
    },
  };
}
