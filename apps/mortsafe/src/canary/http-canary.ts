import type { AgentEvent } from '@mortsafe/agent-events';
import type { WatchdogOptions } from '@mortsafe/soc-alerting';
import { canaryBeat } from './beat.ts';
import { type LogsDoor, postLogs } from './post-logs.ts';

export interface HttpBeatsOptions {
  /** By name; resolves once they are open. */
  doors: Promise<Readonly<Record<'agents' | 'platform', LogsDoor | undefined>>>;
  publishControl(event: AgentEvent): Promise<void>;
}

const ANSWER_MS_MAX = 5_000;

/** Beats through the doors of this process, by the network, as agents and sensors come in. */
export function httpBeats({ doors, publishControl }: HttpBeatsOptions): WatchdogOptions['beat'] {
  return async (name, beat) => {
    if (name === 'control') return publishControl(canaryBeat(name, 'control', beat));
    const door = (await doors)[name === 'agents' ? 'agents' : 'platform'];
    if (!door) throw new TypeError(`there is no door ${name}`);
    const said = canaryBeat(name, name === 'agents' ? 'agent' : 'platform', beat);
    const response = await postLogs(door, [said], ANSWER_MS_MAX);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
  };
}
