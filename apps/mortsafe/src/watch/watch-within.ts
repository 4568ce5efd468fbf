import type { Mortsafe } from '../up/start-mortsafe.ts';
import { runSensor } from './sensor.ts';

/**
 * Follows the processes of this machine from within the process that judges them: no door lies between.
 *
 * @returns Stops it.
 */
export function watchWithin(
  { detector }: Pick<Mortsafe, 'detector'>,
  everyMs: number,
  warn: (text: string) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  const tell: Parameters<typeof runSensor>[0]['tell'] = async (events) => {
    if (events.length > 0) await detector.accept(events);
  };
  const running = runSensor({ everyMs, warn, tell }, stopping.signal);
  return () => {
    stopping.abort();
    return running;
  };
}
