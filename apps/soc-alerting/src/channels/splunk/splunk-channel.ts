import { newsKindOf } from '../../story/told-words.ts';
import type { Channel, Notification, Told } from '../channel.ts';
import { post } from '../post.ts';

export interface SplunkOptions {
  /** Default `splunk`. */
  name?: string;
  /** `https://splunk.example.org:8088`: the collector, without a path. */
  url: string;
  /** Token of the HTTP Event Collector: a secret. */
  token: string;
  /** Default: the token's own. */
  index?: string;
  /** Default `mortsafe:incident`. */
  sourcetype?: string;
  /** Default 10 s. */
  timeoutMs?: number;
  now?: () => number;
}

/** Writes incidents to a Splunk HTTP Event Collector: one event for each incident of the message. */
export function splunkChannel(options: SplunkOptions): Channel {
  const { name = 'splunk', token, timeoutMs = 10_000, now = Date.now } = options;
  const url = `${options.url.replace(/\/$/, '')}/services/collector/event`;
  return {
    name,
    deliver: (notification, signal) =>
      post({
        url,
        headers: { 'content-type': 'application/json', authorization: `Splunk ${token}` },
        body: splunkBody(notification, options),
        timeoutMs,
        signal,
        now,
      }),
  };
}

/** HEC takes objects one after the other; its times are seconds. */
export function splunkBody(
  notification: Notification,
  { index, sourcetype = 'mortsafe:incident' }: Pick<SplunkOptions, 'index' | 'sourcetype'>,
): string {
  const { id, group, createdAt } = notification;
  const write = ({ story, changes }: Told): string =>
    JSON.stringify({
      time: createdAt / 1_000,
      host: story.fleet || 'mortsafe',
      source: 'mortsafe',
      sourcetype,
      ...(index !== undefined && { index }),
      event: {
        message: id,
        group,
        kind: newsKindOf(story, changes),
        changes: changes.slice(0, 20),
        ...story,
      },
      fields: {
        severity: story.severity,
        status: story.status,
        fleet: story.fleet,
        incident: story.incident,
      },
    });
  return [notification, ...notification.others].map(write).join('\n');
}
