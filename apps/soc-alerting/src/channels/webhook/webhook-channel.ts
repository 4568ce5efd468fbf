import { Webhook } from 'standardwebhooks';
import type { Story } from '../../story/present-incident.ts';
import type { Channel, Notification } from '../channel.ts';
import { type Fetch, post } from '../post.ts';

export interface WebhookOptions {
  /** Default `webhook`. */
  name?: string;
  /** `https://…`, or `http://` to a machine of your own. */
  url: string;
  /** Standard Webhooks secret, `whsec_` and 24 to 64 bytes in base64. */
  secret: string;
  /** Default 10 s. */
  timeoutMs?: number;
  fetch?: Fetch;
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
  const { name = 'webhook', url, timeoutMs = 10_000, fetch = globalThis.fetch, now = Date.now } = options;
  const signer = signerOf(options.secret);
  return {
    name,
    deliver(notification, signal) {
      const sentAt = new Date(now());
      const body = webhookBody(notification);
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'mortsafe',
        'webhook-id': notification.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
        'webhook-signature': signer.sign(notification.id, sentAt, body),
      };
      return post({ url, headers, body, timeoutMs, fetch, signal, now });
    },
  };
}

function signerOf(secret: string): Webhook {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64').length;
  if (bytes < 24 || bytes > 64)
    throw new Error('webhook secret: expected whsec_ and 24 to 64 bytes in base64');
  return new Webhook(secret);
}

/** `incident.opened` the first time, then `incident.updated`. Says the same at every try. */
export function webhookBody({ story, changes, createdAt }: Notification): string {
  const type = changes.includes('opened') ? 'incident.opened' : 'incident.updated';
  const timestamp = new Date(createdAt).toISOString();
  const write = (data: unknown) => JSON.stringify({ type, timestamp, data });

  let told: Story = story;
  while (Buffer.byteLength(write({ ...told, changes })) >= BODY_BYTES_MAX && told.findings.length > 0) {
    told = { ...told, findings: told.findings.slice(0, -1) };
  }
  const body = write({ ...told, changes: changes.slice(0, 20) });
  if (Buffer.byteLength(body) < BODY_BYTES_MAX) return body;
  const { incident, revision, fleet, severity, status, title, headline, detectedTime, link } = story;
  return write({ incident, revision, fleet, severity, status, title, headline, detectedTime, link });
}
