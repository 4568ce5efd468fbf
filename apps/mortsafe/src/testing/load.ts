import { setTimeout as wait } from 'node:timers/promises';
import type { AgentEvent, AgentEventType, EventOf } from '@mortsafe/agent-events';
import { otlpLogs } from '../canary/beat.ts';
import type { MortsafeProcess } from './mortsafe-process.ts';
import { sendUntilAcknowledged } from './stubborn-client.ts';

export interface Load {
  /** How many requests were answered so far. */
  acknowledged(): number;
  /** Lets the stories under way come to their end, and resolves to how many were told. */
  finish(): Promise<number>;
}

const TELLERS = 4;
const PAUSE_MS = 250;
const MASKED_AFTER_MS = 700;
const NOISE_EVERY_MS = 100;
const NOISE_INSTANCES = 100;
/** So rarely that no gap is ever found in the noise. */
const NOISE_INTERVAL_MS = 86_400_000;

type Own<Type extends AgentEventType> = Omit<
  EventOf<Type>,
  'id' | 'type' | 'time' | 'observedTime' | 'origin' | 'fleet'
>;

/** Tells stories of killed agents that come back, several at a time, amid the heartbeats of a crowd. */
export function startLoad(mortsafe: MortsafeProcess, signal: AbortSignal): Load {
  let finishing = false;
  let told = 0;
  let acknowledged = 0;
  let events = 0;

  const event = <Type extends AgentEventType>(fleet: string, type: Type, own: Own<Type>): AgentEvent => {
    events += 1;
    const time = Date.now();
    return {
      id: `load-${events}`,
      type,
      time,
      observedTime: time,
      origin: 'agent',
      fleet,
      ...own,
    } as unknown as AgentEvent;
  };
  const send = async (url: string, headers: Record<string, string>, body: string): Promise<void> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
    await sendUntilAcknowledged(url, init, signal);
    acknowledged += 1;
  };
  const agents = (...sent: AgentEvent[]): Promise<void> =>
    send(`${mortsafe.agentsUrl}/v1/logs`, {}, otlpLogs(sent));
  const platform = (...sent: AgentEvent[]): Promise<void> =>
    send(
      `${mortsafe.platformUrl}/v1/logs`,
      { authorization: `Bearer ${mortsafe.platformToken}` },
      otlpLogs(sent),
    );
  const kill = (fleet: string, agent: string): Promise<void> => {
    const headers = { authorization: `Bearer ${mortsafe.controlToken}`, 'idempotency-key': `kill-${fleet}` };
    return send(`${mortsafe.socUrl}/api/v1/control/kill`, headers, JSON.stringify({ fleet, agent }));
  };

  async function tellStory(fleet: string): Promise<void> {
    const launchedBy = { kind: 'controller', id: 'deployment/shop' } as const;
    await platform(
      ...['planner', 'worker', 'till', 'stock'].map((agent) =>
        event(fleet, 'agent.started', { agent, instance: `${agent}-1`, launchedBy }),
      ),
    );
    const link = (instance: string, peer: string): AgentEvent =>
      event(fleet, 'link.opened', { agent: 'worker', instance, peer, protocol: 'http' });
    await agents(link('worker-1', 'till'), link('worker-1', 'stock'));
    await kill(fleet, 'worker');
    await platform(
      event(fleet, 'agent.stopped', { agent: 'worker', instance: 'worker-1', reason: 'killed' }),
    );
    await wait(PAUSE_MS, undefined, { signal });
    const launcher = { kind: 'agent', id: 'planner' } as const;
    await platform(
      event(fleet, 'agent.started', { agent: 'worker', instance: 'worker-2', launchedBy: launcher }),
    );
    await agents(link('worker-2', 'till'), link('worker-2', 'stock'));
    await wait(MASKED_AFTER_MS, undefined, { signal });
    await agents(
      event(fleet, 'agent.status_reported', { agent: 'worker', reporter: 'planner', status: 'healthy' }),
    );
    told += 1;
  }

  async function teller(number: number): Promise<void> {
    for (let story = 0; !finishing; story++) await tellStory(`shop-${number}-${story}`);
  }

  async function crowd(): Promise<void> {
    for (let sequence = 0; !finishing; sequence++) {
      const beats = Array.from({ length: NOISE_INSTANCES }, (_, index) =>
        event('crowd', 'agent.heartbeat', { agent: `one-${index}`, sequence, interval: NOISE_INTERVAL_MS }),
      );
      await agents(...beats);
      await wait(NOISE_EVERY_MS, undefined, { signal });
    }
  }

  const work = [crowd(), ...Array.from({ length: TELLERS }, (_, number) => teller(number))];
  const all = Promise.all(work);
  all.catch(() => {}); // Heard of in `finish`.
  return {
    acknowledged: () => acknowledged,
    async finish() {
      finishing = true;
      await all;
      return told;
    },
  };
}
