import type { FindingsSource } from '@mortsafe/soc-alerting';
import type { EventLog } from '@mortsafe/sources';
import { readReports } from '../read-reports.ts';

const BATCH_MAX = 200;

/** Lets the SOC application read what the detector reports, from wherever it had got to. */
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
          const reports = readReports(
            records,
            ({ body }) => body,
            ({ offset: at }, reason) => unreadable(at, reason),
          );
          yield { ...reports, next };
          offset = next;
        } else if (!(await log.waitFor(offset, signal))) return;
      }
    },
  };
}
