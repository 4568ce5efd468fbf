import { type Finding, type OrderState, parseReport, type ShieldingAct } from '@mortsafe/agent-events';
import type { FindingsSource } from '@mortsafe/soc-alerting';
import type { EventLog } from '@mortsafe/sources';

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
          const findings: Finding[] = [];
          const acts: ShieldingAct[] = [];
          const orders: OrderState[] = [];
          for (const { offset: at, body } of records) {
            const parsed = parseReport(body);
            if (parsed.kind === 'finding') findings.push(parsed.finding);
            else if (parsed.kind === 'shielding-act') acts.push(parsed.act);
            else if (parsed.kind === 'order-state') orders.push(parsed.order);
            else unreadable(at, parsed.reason);
          }
          yield { findings, acts, orders, next };
          offset = next;
        } else if (!(await log.waitFor(offset, signal))) return;
      }
    },
  };
}
