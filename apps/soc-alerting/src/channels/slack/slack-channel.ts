import type { Channel } from '../channel.ts';
import { type Fetch, post } from '../post.ts';
import { slackMessage } from './slack-message.ts';

export interface SlackOptions {
  /** Default `slack`. */
  name?: string;
  /** Incoming webhook URL: a secret. */
  url: string;
  /** Default 10 s. */
  timeoutMs?: number;
  fetch?: Fetch;
  now?: () => number;
}

/** Posts incidents to a Slack channel by its incoming webhook. Slack has no idempotency: a repeat is seen twice. */
export function slackChannel(options: SlackOptions): Channel {
  const { name = 'slack', url, timeoutMs = 10_000, fetch = globalThis.fetch, now = Date.now } = options;
  return {
    name,
    deliver(notification, signal) {
      const body = JSON.stringify(slackMessage(notification));
      return post({
        url,
        headers: { 'content-type': 'application/json' },
        body,
        timeoutMs,
        fetch,
        signal,
        now,
      });
    },
  };
}
