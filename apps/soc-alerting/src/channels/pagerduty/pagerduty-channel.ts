import type { Channel } from '../channel.ts';
import { post } from '../post.ts';
import { pagerDutyEvent } from './pagerduty-event.ts';

export interface PagerDutyOptions {
  /** Default `pagerduty`. */
  name?: string;
  /** Integration key of an Events API v2 integration, 32 characters: a secret. */
  routingKey: string;
  /** Default `https://events.pagerduty.com`; `https://events.eu.pagerduty.com` in the EU. */
  url?: string;
  /** Default 10 s. */
  timeoutMs?: number;
  now?: () => number;
}

/**
 * Pages by PagerDuty Events v2. One alert for each group of incidents; acknowledging or resolving an incident here does
 * so there.
 *
 * @throws {Error} The routing key is not one.
 */
export function pagerDutyChannel(options: PagerDutyOptions): Channel {
  const { name = 'pagerduty', routingKey, timeoutMs = 10_000, now = Date.now } = options;
  if (!/^[\w-]{32}$/.test(routingKey)) throw new Error(`${name}: a PagerDuty routing key has 32 characters`);
  const url = `${(options.url ?? 'https://events.pagerduty.com').replace(/\/$/, '')}/v2/enqueue`;
  return {
    name,
    pages: true,
    deliver: (notification, signal) =>
      post({
        url,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(pagerDutyEvent(notification, routingKey)),
        timeoutMs,
        signal,
        now,
      }),
  };
}
