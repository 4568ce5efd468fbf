import type { Finding } from '@mortsafe/agent-events';
import type { FindingsSource } from '../incidents/findings-source.ts';
import { finding, started, T0 } from './samples.ts';

export const DISTURBED_INCIDENTS = 40;
const EACH = 6;

/** What is to be told: six findings of each of forty incidents, half of them in two revisions. */
function told(): Finding[] {
  return Array.from({ length: DISTURBED_INCIDENTS * EACH }, (_, index) => {
    const incident = index % DISTURBED_INCIDENTS;
    const one = finding({
      ...{ id: `f-${index}`, order: `order-${incident}`, subject: `worker-${incident}` },
      ...{ rule: index < DISTURBED_INCIDENTS ? 'unauthorised-relaunch' : 'masked-failure' },
      ...{ detectedTime: T0 + index, severity: index % 7 === 0 ? 'critical' : 'high' },
      evidenceEvents: [started(`worker-${incident}`, `instance-${index}`, index)],
    });
    return index % 2 === 0 ? [one] : [one, { ...one, revision: 2, lastTime: T0 + 60_000 + index }];
  }).flat();
}

/** All of it, every finding two or three times, in any order: the same for the same seed. */
export function disturbed(seed: number): Finding[] {
  let state = seed * 2_654_435_761 + 1;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return told()
    .flatMap((one) => Array.from({ length: 2 + Math.floor(random() * 2) }, () => one))
    .map((one) => ({ one, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ one }) => one);
}

/** A log of that, in batches of seven; then it ends. */
export function disturbedLog(seed: number): FindingsSource {
  const all = disturbed(seed);
  return {
    name: 'disturbed',
    async *read(from, signal) {
      for (let at = from; at < all.length && !signal.aborted; at += 7) {
        const findings = all.slice(at, at + 7);
        yield { findings, next: at + findings.length };
      }
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };
}
