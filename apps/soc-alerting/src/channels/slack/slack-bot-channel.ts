import { z } from 'zod';
import { newsKindOf, pushLine } from '../../story/told-words.ts';
import type { Channel, Notification, Outcome } from '../channel.ts';
import { unlinked } from '../inert.ts';
import { post } from '../post.ts';
import { escaped, slackMessage } from './slack-message.ts';

export interface SlackBotOptions {
  /** Default `slack`. */
  name?: string;
  /** Bot token, `xoxb-…`: a secret. Needs the scope `chat:write`. */
  token: string;
  /** Id of the channel, such as `C0123456789`. */
  channel: string;
  /** Whether pressing a button reaches us: there is a signing secret. */
  buttons: boolean;
  /** Default `https://slack.com/api`. */
  apiUrl?: string;
  /** Default 10 s. */
  timeoutMs?: number;
  now?: () => number;
}

/** What Slack says when it is Slack that has the trouble. */
const TRY_AGAIN = new Set([
  'ratelimited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
]);
/** The message is not there any more, or may not be changed: the thread goes on without. */
const CANNOT_UPDATE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const THREAD_GONE = new Set(['thread_not_found', 'message_not_found', 'channel_not_found']);

const answered = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  ts: z.string().max(64).optional(),
});

/**
 * One message for each group of incidents, which always shows how things stand, and a thread below it that tells what
 * was new and when. A group that is dealt with is seen to be.
 */
export function slackBotChannel(options: SlackBotOptions): Channel {
  const { name = 'slack', channel, buttons } = options;
  const tell = (notification: Notification, signal: AbortSignal): Promise<Outcome> =>
    call(options, 'chat.postMessage', { channel, ...slackMessage(notification, buttons) }, signal);

  return {
    name,
    async deliver(notification, signal) {
      const ts = notification.receipt;
      if (ts === null) return tell(notification, signal);

      // Changing a message and saying so twice ends as saying so once: a repeat changes it to the same.
      const message = slackMessage(notification, buttons);
      const updated = await call(options, 'chat.update', { channel, ts, ...message }, signal);
      if (updated.status !== 'delivered' && !isError(updated, CANNOT_UPDATE)) return updated;
      const reply = { channel, thread_ts: ts, ...replyOf(notification) };
      const replied = await call(options, 'chat.postMessage', reply, signal);
      if (isError(replied, THREAD_GONE) && isError(updated, CANNOT_UPDATE)) return tell(notification, signal);
      return replied.status === 'delivered' ? { status: 'delivered', receipt: ts } : replied;
    },
  };
}

/** One line in the thread; what must wake people is shown in the channel, too. */
function replyOf(notification: Notification) {
  const kind = newsKindOf(notification.story, notification.changes);
  const worse = notification.changes.some((change) => change.startsWith('severity:'));
  return {
    text: `${escaped(unlinked(pushLine(notification)))}\n${notification.id}`,
    reply_broadcast: worse || kind === 'reopened' || kind === 'still open',
    unfurl_links: false,
    unfurl_media: false,
  };
}

const isError = (outcome: Outcome, errors: ReadonlySet<string>): boolean =>
  outcome.status === 'rejected' && errors.has(outcome.reason.replace('Slack says ', ''));

function call(options: SlackBotOptions, method: string, body: object, signal: AbortSignal): Promise<Outcome> {
  const { token, apiUrl = 'https://slack.com/api', timeoutMs = 10_000, now = Date.now } = options;
  return post({
    url: `${apiUrl}/${method}`,
    headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    timeoutMs,
    signal,
    now,
    judge: (text) => judge(text),
  });
}

/** Slack refuses with status 200. Its error is a word from a list, and nothing else is passed on. */
function judge(text: string): Outcome {
  const answer = answered.safeParse(parsed(text));
  if (!answer.success) return { status: 'retry', reason: 'Slack answers what is no answer' };
  const { ok, error = 'unknown', ts } = answer.data;
  if (ok) return { status: 'delivered', ...(ts !== undefined && { receipt: ts }) };
  const reason = `Slack says ${/^[a-z_]{1,64}$/.test(error) ? error : 'an error'}`;
  return { status: TRY_AGAIN.has(error) ? 'retry' : 'rejected', reason };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
