import { ALREADY_RESCINDED } from '@mortsafe/soc-alerting/words';
import type { DoorOptions } from '../config/door-location.ts';
import { controlClient } from '../control-client.ts';
import type { ExitCode, Io } from '../io.ts';
import { tellAnswer } from '../tell-answer.ts';

export interface RescindOptions extends DoorOptions {
  fleet?: string;
  reason?: string;
}

/** Ends a kill order. What was found under it stands. Code 1 where it had ended before. */
export async function rescind(order: string, options: RescindOptions, io: Io): Promise<ExitCode> {
  const { fleet, reason } = options;
  const answer = await controlClient(options, io).order('rescind', { order, fleet, reason });
  tellAnswer(answer, order, io);
  return answer.message === ALREADY_RESCINDED ? 1 : 0;
}
