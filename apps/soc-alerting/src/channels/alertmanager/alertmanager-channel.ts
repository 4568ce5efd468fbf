import { culpritOf, pushLine } from '../../story/told-words.ts';
import type { Channel, Notification, Told } from '../channel.ts';
import { post } from '../post.ts';

export interface AlertmanagerOptions {
  /** Default `alertmanager`. */
  name?: string;
  /** `http://alertmanager:9093`: without a path. */
  url: string;
  /** For a proxy before it: a secret. */
  token?: string;
  /** How long an incident counts as firing that nobody tells of again. Default 24 h. */
  firingMs?: number;
  /** Default 10 s. */
  timeoutMs?: number;
  now?: () => number;
}

const FIRING_MS = 24 * 3_600_000;

/** Posts incidents to an Alertmanager (API v2), which groups, routes and silences them with everything else. */
export function alertmanagerChannel(options: AlertmanagerOptions): Channel {
  const { name = 'alertmanager', token, firingMs = FIRING_MS, timeoutMs = 10_000, now = Date.now } = options;
  const url = `${options.url.replace(/\/$/, '')}/api/v2/alerts`;
  return {
    name,
    deliver: (notification, signal) =>
      post({
        url,
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(postableAlerts(notification, firingMs)),
        timeoutMs,
        signal,
        now,
      }),
  };
}

/**
 * One alert for each incident. Its labels are what makes it that alert, so they hold nothing that changes while it
 * lasts; severity and story are annotations.
 */
export function postableAlerts(notification: Notification, firingMs: number) {
  return [notification, ...notification.others].map((told) => postable(told, notification, firingMs));
}

function postable({ story, changes }: Told, { id, createdAt }: Notification, firingMs: number) {
  const about = story.facts.find(({ label }) => label === 'About' || label === 'Killed');
  const resolved = story.status === 'resolved';
  return {
    labels: {
      alertname: 'MortsafeIncident',
      job: 'mortsafe',
      fleet: story.fleet || 'unknown',
      incident: story.incident,
    },
    annotations: {
      severity: story.severity,
      status: story.status,
      summary: pushLine({ story, others: [], changes }),
      description: story.headline,
      about: about?.text ?? '',
      actor: culpritOf(story)?.text ?? '',
      rules: [...new Set(story.findings.map(({ rule }) => rule))].join(', '),
      what_to_do: story.steps
        .map(({ text, command }) => (command ? `${text} $ ${command}` : text))
        .join('\n'),
      message: id,
    },
    startsAt: new Date(story.detectedTime).toISOString(),
    // It need not be posted every few minutes: it fires until we say that it does not.
    endsAt: new Date(resolved ? createdAt : createdAt + firingMs).toISOString(),
    ...(story.link !== null && { generatorURL: story.link }),
  };
}
