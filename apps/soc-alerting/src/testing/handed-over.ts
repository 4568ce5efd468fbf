import type { FindingBatch, FindingsSource } from '../incidents/findings-source.ts';

export interface HandedOver extends FindingsSource {
  /** And acts, states of orders and timelines, where a test is about them. */
  give(findings: FindingBatch['findings'], more?: Omit<FindingBatch, 'findings' | 'next'>): void;
}

/** Findings that a test hands over while the application runs. */
export function handedOver(): HandedOver {
  const batches: FindingBatch[] = [];
  let arrived = Promise.withResolvers<void>();
  return {
    give(findings, more = {}) {
      batches.push({ ...more, findings, next: batches.length + 1 });
      arrived.resolve();
    },
    async *read(from, signal) {
      const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      for (let at = from; !signal.aborted; ) {
        const batch = batches[at];
        if (batch) {
          at++;
          yield batch;
        } else {
          arrived = Promise.withResolvers();
          await Promise.race([arrived.promise, ended]);
        }
      }
    },
  };
}
