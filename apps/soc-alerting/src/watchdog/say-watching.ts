import { MONITOR_FLEET } from '@mortsafe/agent-events';
import type { Channel, Notification, Outcome } from '../channels/channel.ts';
import type { StageSettings } from '../pipeline/stages.ts';
import { durationWords } from '../story/readable.ts';

export interface SayWatchingOptions {
  channels: readonly Channel[];
  stages: Pick<StageSettings, 'now' | 'pageUrl'>;
  messageEveryMs: number;
  signal: AbortSignal;
}

/**
 * Sends a message through every channel that says only that it came. Whoever waits for it notices when it does not;
 * so do we, where a channel does not take it.
 *
 * @param down - Kept up to date: since when each channel takes nothing.
 */
export async function sayWatching(
  { channels, stages, messageEveryMs, signal }: SayWatchingOptions,
  down: Map<string, number>,
): Promise<void> {
  const now = stages.now();
  const due = durationWords(messageEveryMs);
  await Promise.all(
    channels.map(async (channel) => {
      if (channel.pages) return;
      const outcome = await attempt(channel, message(now, due, stages.pageUrl()), signal);
      if (outcome.status === 'delivered') down.delete(channel.name);
      else if (!down.has(channel.name)) down.set(channel.name, now);
    }),
  );
}

async function attempt(channel: Channel, notification: Notification, signal: AbortSignal): Promise<Outcome> {
  try {
    return await channel.deliver(notification, signal);
  } catch {
    return { status: 'retry', reason: 'the channel failed' };
  }
}

const message = (now: number, due: string, link: string | null): Notification => ({
  id: `watchdog-${now}`,
  group: 'watchdog',
  labels: {},
  story: {
    incident: 'watchdog',
    revision: 1,
    fleet: MONITOR_FLEET,
    severity: 'informational',
    status: 'open',
    title: 'mortsafe is watching',
    headline: `This message shows that messages arrive here. The next is due in ${due}; if it does not come, look why.`,
    facts: [],
    steps: [{ text: 'Nothing, as long as these come.' }],
    findings: [],
    findingCount: 0,
    detectedTime: now,
    link,
  },
  others: [],
  changes: [`repeat:${now}`],
  createdAt: now,
  receipt: null,
});
