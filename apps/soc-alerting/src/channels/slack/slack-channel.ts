import type { Channel } from '../channel.ts';
import { post } from '../post.ts';
import { slackMessage } from './slack-message.ts';

export interface SlackOptions {
  /** Default `slack`. */
  name?: string;
  /** Incoming webhook URL: a secret. */
  url: string;
  /** Default 10 s. */
  timeoutMs?: number;
  now?: () => number;
}

/** Posts incidents to a Slack channel by its incoming webhook. Slack has no idempotency: a repeat is seen twice. */
export function slackChannel({
  name = 'slack',
  url,
  timeoutMs = 10_000,
  now = Date.now,
}: SlackOptions): Channel {
  return {
    name,
    deliver: (notification, signal) =>
      post({
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(slackMessage(notification)),
        timeoutMs,
        signal,
        now,
      }),
  };
}
