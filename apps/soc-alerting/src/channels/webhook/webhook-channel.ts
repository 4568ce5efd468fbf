import { Webhook } from 'standardwebhooks';
import type { Story } from '../../story/present-incident.ts';
import { newsKindOf } from '../../story/told-words.ts';
import type { Channel, Notification } from '../channel.ts';
import { post } from '../post.ts';

export interface WebhookOptions {
  /** Default `webhook`. */
  name?: string;
  /** `https://…`, or `http://` to a machine of your own. */
  url: string;
  /** Standard Webhooks secret, `whsec_` and 24 to 64 bytes in base64. */
  secret: string;
  /** Default 10 s. */
  timeoutMs?: number;
  now?: () => number;
}

/** The specification asks for less than 20 kB. */
const BODY_BYTES_MAX = 20_000;

/**
 * Posts incidents as signed JSON, as Standard Webhooks has it: `webhook-id` is the same at every try, so that a
 * receiver can ignore repeats, and `webhook-signature` proves that it was us.
 *
 * @throws {Error} The secret is not one.
 */
export function webhookChannel(options: WebhookOptions): Channel {
  const { name = 'webhook', url, timeoutMs = 10_000, now = Date.now } = options;
  const signer = signerOf(options.secret);
  return {
    name,
    deliver(notification, signal) {
      const sentAt = new Date(now());
      const body = webhookBody(notification);
      const headers = {
        'content-type': 'application/json',
        'webhook-id': notification.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
        'webhook-signature': signer.sign(notification.id, sentAt, body),
      };
      return post({ url, headers, body, timeoutMs, signal, now });
    },
  };
}

function signerOf(secret: string): Webhook {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length;
  if (bytes < 24 || bytes > 64)
    throw new Error('webhook secret: expected whsec_ and 24 to 64 bytes in base64');
  return new Webhook(secret);
}

const kinds = { new: 'opened', 'still open': 'updated', update: 'updated' } as const;

/** `incident.opened`, `updated`, `reopened`, `acknowledged` or `resolved`. Says the same at every try. */
export function webhookBody({ group, labels, story, others, changes, createdAt }: Notification): string {
  const kind = newsKindOf(story, changes);
  const type = `incident.${kind in kinds ? kinds[kind as keyof typeof kinds] : kind}`;
  const timestamp = new Date(createdAt).toISOString();
  const write = (data: object) => JSON.stringify({ type, timestamp, data });

  const brief = briefly(story);
  const about = {
    group,
    labels,
    changes: changes.slice(0, 20),
    others: others.map((other) => briefly(other.story)),
  };
  // What weighs most and says least goes first.
  for (let findings = story.findings.length; findings >= 0; findings--) {
    const body = write({ ...story, findings: story.findings.slice(0, findings), ...about });
    if (Buffer.byteLength(body) < BODY_BYTES_MAX) return body;
  }
  for (let count = about.others.length; count >= 0; count--) {
    const body = write({
      ...brief,
      ...about,
      others: about.others.slice(0, count),
      othersCount: others.length,
    });
    if (Buffer.byteLength(body) < BODY_BYTES_MAX) return body;
  }
  return write(brief);
}

function briefly({
  incident,
  revision,
  fleet,
  severity,
  status,
  title,
  headline,
  detectedTime,
  link,
}: Story) {
  return { incident, revision, fleet, severity, status, title, headline, detectedTime, link };
}
