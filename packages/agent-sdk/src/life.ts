import type { StopReason } from '@mortsafe/agent-events/words';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import type { ExitWatch, Leaver } from './exit-watch.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { Voice } from './voice.ts';

export interface LifeOptions {
  voice: Voice;
  /** Resolves within a bounded time. */
  flush(): Promise<void>;
  heartbeatIntervalMs: number;
  /** Tells when the process ends. */
  exitWatch?: ExitWatch | undefined;
}

export interface Life {
  stop(reason?: StopReason): Promise<void>;
}

/** Beats until stopped, and says once that it stopped. */
export function startLife({ voice, flush, heartbeatIntervalMs, exitWatch }: LifeOptions): Life {
  // Neither beats nor ends belong to whatever trace happened to be active when the agent was started.
  const about = { context: ROOT_CONTEXT };
  const heartbeat = startHeartbeat(heartbeatIntervalMs, (sequence) =>
    voice.say('agent.heartbeat', { sequence, interval: heartbeatIntervalMs }, about),
  );
  let flushed: Promise<void> | undefined;

  function saySo(reason: StopReason): void {
    heartbeat.stop();
    exitWatch?.remove(leaver);
    voice.say('agent.stopped', { reason, stoppedBy: undefined }, about);
  }

  function stop(reason: StopReason = 'completed'): Promise<void> {
    if (flushed === undefined) {
      saySo(reason);
      flushed = flush();
    }
    return flushed;
  }

  const leaver: Leaver = {
    leave: stop,
    leaveNow(reason) {
      if (flushed !== undefined) return;
      saySo(reason);
      flushed = Promise.resolve();
    },
  };
  exitWatch?.add(leaver);
  return { stop };
}
