import type { AgentEvent } from '@mortsafe/agent-events';
import { otlpLogs } from '../canary/beat.ts';

export interface PlatformDoorOptions {
  url: string;
  token: string;
  warn(text: string): void;
}

/** Where the sensor tells what it saw. Keeps what cannot be told now, in order, up to a bound. */
export interface PlatformDoor {
  tell(events: readonly AgentEvent[]): Promise<void>;
}

const WAITING_MAX = 10_000;
const SENT_AT_ONCE = 500;
const FLEETS_MAX = 500;
const ANSWER_MS_MAX = 5_000;
const SAY_AGAIN_MS = 60_000;

export function platformDoor({ url, token, warn }: PlatformDoorOptions): PlatformDoor {
  const waiting: AgentEvent[] = [];
  let lost = new Map<string, number>();
  let saidAt = Number.NEGATIVE_INFINITY;

  const complain = (text: string): void => {
    if (performance.now() - saidAt < SAY_AGAIN_MS) return;
    saidAt = performance.now();
    warn(`${text}; ${waiting.length} events wait`);
  };

  /** True once it is dealt with: taken, or refused for good. */
  async function send(events: readonly AgentEvent[]): Promise<boolean> {
    const response = await fetch(new URL('/v1/logs', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: otlpLogs(events),
      signal: AbortSignal.timeout(ANSWER_MS_MAX),
    }).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return true;
    if (!response) complain(`the platform's door at ${url} does not answer`);
    else if (response.status === 401 || response.status === 403)
      complain(`the platform's door at ${url} does not know the token (HTTP ${response.status})`);
    else complain(`the platform's door at ${url} answers HTTP ${response.status}`);
    return response?.status === 400;
  }

  return {
    async tell(events) {
      waiting.push(...events);
      for (const { fleet } of waiting.splice(0, waiting.length - WAITING_MAX))
        if (lost.has(fleet) || lost.size < FLEETS_MAX) lost.set(fleet, (lost.get(fleet) ?? 0) + 1);
      while (waiting.length > 0) {
        const batch = waiting.slice(0, SENT_AT_ONCE);
        if (!(await send(batch))) return;
        waiting.splice(0, batch.length);
      }
      if (lost.size > 0 && (await send(lossesOf(lost)))) lost = new Map();
    },
  };
}

/** Silence proves nothing where something was lost. */
const lossesOf = (lost: ReadonlyMap<string, number>): AgentEvent[] =>
  [...lost].map(([fleet, count]) => ({
    id: crypto.randomUUID(),
    type: 'telemetry.lost',
    time: Date.now(),
    observedTime: Date.now(),
    origin: 'platform',
    ...{ fleet, count, where: 'sensor' },
  }));
