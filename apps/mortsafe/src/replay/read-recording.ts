import type { Policy } from '@mortsafe/agent-events';
import { replaySource } from '@mortsafe/sources';
import { CannotRun, type Io } from '../io.ts';
import type { EventStream } from './merge.ts';

export interface SensorRecording {
  policy: Policy;
  dialect: string | undefined;
  /** Told why something that a sensor said is about no agent. */
  leftOut(reason: string): void;
}

/**
 * The events of a recording, in batches.
 *
 * @param malformed - Told of each line that is no event, and where it stands.
 * @param sensors - Reads what sensors said, too.
 * @throws {CannotRun} The file cannot be read, or not to its end.
 */
export async function* readRecording(
  file: string,
  { cwd, stdin }: Pick<Io, 'cwd' | 'stdin'>,
  malformed: (position: string, reason: string) => void,
  sensors?: SensorRecording,
): EventStream {
  for await (const replayed of replaySource(file, { cwd, stdin, ...(sensors && { sensors }) }).read()) {
    if (replayed.kind === 'failed') throw new CannotRun(replayed.reason);
    for (const { position, reason } of replayed.rejections) malformed(position, reason);
    for (const reason of replayed.drops ?? []) sensors?.leftOut(reason);
    yield replayed.events;
  }
}
