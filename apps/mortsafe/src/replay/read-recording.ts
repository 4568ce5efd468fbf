import { replaySource } from '@mortsafe/sources';
import { CannotRun, type Io } from '../io.ts';
import type { EventStream } from './merge.ts';

/**
 * The events of a recording, in batches.
 *
 * @param malformed - Told of each line that is no event, and where it stands.
 * @throws {CannotRun} The file cannot be read, or not to its end.
 */
export async function* readRecording(
  file: string,
  { cwd, stdin }: Pick<Io, 'cwd' | 'stdin'>,
  malformed: (position: string, reason: string) => void,
): EventStream {
  for await (const replayed of replaySource(file, { cwd, stdin }).read()) {
    if (replayed.kind === 'failed') throw new CannotRun(replayed.reason);
    for (const { position, reason } of replayed.rejections) malformed(position, reason);
    yield replayed.events;
  }
}
