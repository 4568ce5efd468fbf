import type { DoorOptions } from '../config/door-location.ts';
import { controlClient } from '../control-client.ts';
import type { ExitCode, Io } from '../io.ts';
import { tellAnswer } from '../tell-answer.ts';

export interface ContainOptions extends DoorOptions {
  fleet: string;
  evidence?: string;
}

/** What may be said of an agent at the control door, by the name of the command. */
export const containments = {
  quarantine: { act: 'quarantine', said: 'is in quarantine' },
  'lift-quarantine': { act: 'lift-quarantine', said: 'is out of quarantine' },
  'mark-compromised': { act: 'compromised', said: 'is marked as compromised' },
  clear: { act: 'clear', said: 'is cleared' },
} as const;

/** Contains an agent, or lets it off. */
export async function contain(
  name: keyof typeof containments,
  agent: string,
  { fleet, evidence, ...options }: ContainOptions,
  io: Io,
): Promise<ExitCode> {
  const { act, said } = containments[name];
  const body = { fleet, agent, evidence };
  tellAnswer(await controlClient(options, io).order(act, body), `${agent} ${said}`, io);
  return 0;
}
