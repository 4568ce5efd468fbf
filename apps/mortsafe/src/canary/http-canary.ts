import type { AgentEvent } from '@mortsafe/agent-events';
import type { WatchdogOptions } from '@mortsafe/soc-alerting';
import { canaryBeat, otlpLogs } from './beat.ts';

/** How the canary gets in by a door, once it is open. */
export interface HttpDoor {
  url: string;
  /** Its own, where the door asks for one. */
  token: string | undefined;
}

export interface HttpBeatsOptions {
  /** By name; resolves once they are open. */
  doors: Promise<Readonly<Record<'agents' | 'platform', HttpDoor | undefined>>>;
  publishControl(event: AgentEvent): Promise<void>;
}

const ANSWER_MS_MAX = 5_000;

/** Beats through the doors of this process, by the network, as agents and sensors come in. */
export function httpBeats({ doors, publishControl }: HttpBeatsOptions): WatchdogOptions['beat'] {
  return async (name, beat) => {
    if (name === 'control') return publishControl(canaryBeat(name, 'control', beat));
    const door = (await doors)[name === 'agents' ? 'agents' : 'platform'];
    if (!door) throw new TypeError(`there is no door ${name}`);
    const response = await fetch(new URL('/v1/logs', door.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(door.token !== undefined && { authorization: `Bearer ${door.token}` }),
      },
      body: otlpLogs([canaryBeat(name, name === 'agents' ? 'agent' : 'platform', beat)]),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
  };
}
