import type { Channel } from '../channel.ts';
import { post } from '../post.ts';
import { teamsMessage } from './teams-card.ts';

export interface TeamsOptions {
  /** Default `teams`. */
  name?: string;
  /** Of a workflow that posts to a channel when a webhook request is received: a secret. */
  url: string;
  /** Default 15 s: a flow is slow to start. */
  timeoutMs?: number;
  now?: () => number;
}

/** Posts incidents to Microsoft Teams by a workflow. */
export function teamsChannel({
  name = 'teams',
  url,
  timeoutMs = 15_000,
  now = Date.now,
}: TeamsOptions): Channel {
  return {
    name,
    deliver: (notification, signal) =>
      post({
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(teamsMessage(notification)),
        timeoutMs,
        signal,
        now,
      }),
  };
}
