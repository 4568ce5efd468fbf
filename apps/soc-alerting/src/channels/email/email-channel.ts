import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { Channel, Notification, Outcome } from '../channel.ts';
import { emailText } from './email-text.ts';

export interface EmailOptions {
  /** Default `email`. */
  name?: string;
  host: string;
  /** Default 587. */
  port?: number;
  /** `starttls` (the default) refuses to go on in the clear; `none` is for a relay on this machine. */
  tls?: 'starttls' | 'implicit' | 'none';
  auth?: { user: string; password: string };
  from: string;
  /** At least one. */
  to: readonly string[];
  /** Default 20 s. */
  timeoutMs?: number;
}

/** Sends incidents by mail. Mails about one group of incidents form a thread. */
export function emailChannel(options: EmailOptions): Channel {
  const { name = 'email', host, port = 587, tls = 'starttls', auth, timeoutMs = 20_000 } = options;
  return {
    name,
    async deliver(notification, signal) {
      if (signal.aborted) return { status: 'retry', reason: 'stopped' };
      const transport = createTransport({
        host,
        port,
        secure: tls === 'implicit',
        requireTLS: tls === 'starttls',
        ignoreTLS: tls === 'none',
        ...(auth && { auth: { user: auth.user, pass: auth.password } }),
        ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs },
        // What agents wrote is text, never the name of a file or an address to fetch.
        ...{ disableFileAccess: true, disableUrlAccess: true },
      });
      const stopped = new Promise<Outcome>((resolve) =>
        signal.addEventListener('abort', () => resolve({ status: 'retry', reason: 'stopped' }), {
          once: true,
        }),
      );
      try {
        return await Promise.race([
          stopped,
          transport.sendMail(mailOf(notification, options)).then(taken, failed),
        ]);
      } finally {
        transport.close();
      }
    },
  };
}

function mailOf(notification: Notification, { from, to }: EmailOptions) {
  const domain = 'mortsafe.invalid';
  const thread = `<${notification.group}@${domain}>`;
  return {
    from,
    to: [...to],
    ...emailText(notification),
    // Receivers drop a repeat of the same id, and put what refers to the same into one thread.
    messageId: `<${notification.id}.${fingerprint(to)}@${domain}>`,
    references: thread,
    inReplyTo: thread,
    date: new Date(notification.createdAt),
    headers: { 'X-Mortsafe-Message': notification.id, 'Auto-Submitted': 'auto-generated' },
  };
}

const fingerprint = (to: readonly string[]): string =>
  createHash('sha256').update(to.join()).digest('hex').slice(0, 8);

/** Whom the server refused is not asked again: the others would get it twice. */
const taken = (): Outcome => ({ status: 'delivered' });

/** What the server said may hold anything; its code says enough. */
function failed(error: unknown): Outcome {
  const code = codeOf(error);
  if (code === undefined) return { status: 'retry', reason: 'no answer' };
  const reason = `SMTP ${code}`;
  // A wrong password now may be a server that cannot look passwords up now; the rest of 5xx stays as it is.
  return code >= 500 && code !== 535 ? { status: 'rejected', reason } : { status: 'retry', reason };
}

const codeOf = (error: unknown): number | undefined =>
  typeof error === 'object' &&
  error !== null &&
  'responseCode' in error &&
  typeof error.responseCode === 'number'
    ? error.responseCode
    : undefined;
