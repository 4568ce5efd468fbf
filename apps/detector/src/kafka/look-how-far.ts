import type { KafkaReader } from '@mortsafe/sources/kafka';
import type { Stand } from '../operations/detector-watch.ts';

const EVERY_MS = 5_000;

/**
 * Asks the brokers every few seconds how far a reader is behind, one question at a time.
 *
 * @returns Stops asking.
 */
export function lookHowFar(
  reader: Pick<KafkaReader, 'progress'>,
  told: (stands: readonly Stand[]) => void,
): () => void {
  let asking = false;
  let stopped = false;
  const timer = setInterval(async () => {
    if (asking) return;
    asking = true;
    try {
      const stands = await reader.progress();
      if (!stopped) told(stands);
    } catch {
      // Nobody knows while the brokers are away; what was read last tells how long that is.
    } finally {
      asking = false;
    }
  }, EVERY_MS);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
