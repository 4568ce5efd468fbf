import { HOUR } from '../durations.ts';
import { soc } from './cast.ts';
import { FIRST_MS, type Stage } from './stage.ts';

/** A person gives leave to bring an agent back, for an hour from then on. */
export function authorise(
  stage: Stage,
  agent: string,
  { atMs, instances = 1 }: { atMs: number; instances?: number },
): void {
  stage.say({
    type: 'relaunch.authorised',
    atMs,
    origin: 'control',
    agent,
    by: soc,
    notBefore: FIRST_MS + atMs,
    notAfter: FIRST_MS + atMs + HOUR,
    maxInstances: instances,
  });
}

const asControl = (atMs: number, agent: string) => ({ atMs, origin: 'control', agent, by: soc }) as const;

export const compromise = (stage: Stage, agent: string, atMs: number): string =>
  stage.say({ type: 'agent.compromised', ...asControl(atMs, agent) });

export const quarantine = (stage: Stage, agent: string, atMs: number): string =>
  stage.say({ type: 'quarantine.imposed', ...asControl(atMs, agent) });
