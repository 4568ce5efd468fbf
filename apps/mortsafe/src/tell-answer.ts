import type { ControlAnswer } from './control-client.ts';
import type { Io } from './io.ts';

/** Says what the control door answered, and what came of it, unless somebody else must confirm it first. */
export function tellAnswer(
  { message, warnings, approval }: ControlAnswer,
  done: string,
  { stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>,
): void {
  for (const warning of warnings) stderr(`mortsafe: ${warning}\n`);
  stdout(approval === undefined ? `${message}: ${done}\n` : `${message}\n`);
}
