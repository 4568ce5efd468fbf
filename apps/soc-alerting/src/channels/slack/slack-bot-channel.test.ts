import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notificationOf } from '../../testing/notifications.ts';
import { type Answer, type StubServer, stubServer } from '../../testing/stub-server.ts';
import type { Channel } from '../channel.ts';
import { httpChannelContract } from '../http-channel.contract.ts';
import { expectNoMarkup } from './no-markup.contract.ts';
import { slackBotChannel } from './slack-bot-channel.ts';

const token = 'xoxb-very-secret';
const make = (apiUrl: string): Channel => slackBotChannel({ token, channel: 'C012', buttons: true, apiUrl });
const json = (body: object): Answer => ({ status: 200, body: JSON.stringify(body) });

httpChannelContract('slack by a bot', {
  make,
  secrets: [token],
  bytesMax: 40_000,
  takes: json({ ok: true, ts: '1.2' }),
  expectHarmless: expectNoMarkup,
});

describe('the Slack bot', () => {
  const never = new AbortController().signal;
  let stub: StubServer;
  let errors: Record<string, string>;
  beforeEach(async () => {
    stub = await stubServer();
    errors = {};
    stub.answer = ({ path }) => {
      const error = errors[path];
      return json(error ? { ok: false, error } : { ok: true, ts: '1.2' });
    };
  });
  afterEach(() => stub.close());
  const sent = () => stub.received.map(({ path, body }) => ({ path, ...JSON.parse(body) }));
  const later = notificationOf(undefined, { receipt: '1.2', changes: ['rule:masked-failure'] });

  it('opens with a message, and hands back where it stands', async () => {
    expect(await make(stub.url).deliver(notificationOf(), never)).toEqual({
      status: 'delivered',
      receipt: '1.2',
    });
    expect(sent()).toMatchObject([{ path: '/chat.postMessage', channel: 'C012' }]);
    expect(stub.received[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('goes on by changing it in place, and says what is new in its thread', async () => {
    expect(await make(stub.url).deliver(later, never)).toEqual({ status: 'delivered', receipt: '1.2' });
    expect(sent()).toMatchObject([
      { path: '/chat.update', ts: '1.2' },
      { path: '/chat.postMessage', thread_ts: '1.2', reply_broadcast: false },
    ]);
  });

  it.each([['severity:critical'], ['reopened:3'], ['repeat:1']] as const)(
    'shows %s in the channel, too',
    async (change) => {
      await make(stub.url).deliver({ ...later, changes: [change] }, never);
      expect(sent()[1]).toMatchObject({ reply_broadcast: true });
    },
  );

  it('takes the buttons away from what is dealt with', async () => {
    const buttons = (status: 'open' | 'acknowledged' | 'resolved') =>
      make(stub.url)
        .deliver({ ...notificationOf(), story: { ...notificationOf().story, status } }, never)
        .then(() => JSON.stringify(sent().at(-1)).match(/"action_id":"[\w-]+"/g) ?? []);
    expect(await buttons('open')).toEqual(['"action_id":"acknowledge"', '"action_id":"silence-4h"']);
    expect(await buttons('acknowledged')).toEqual(['"action_id":"silence-4h"']);
    expect(await buttons('resolved')).toEqual([]);
  });

  it('starts afresh where its message is gone', async () => {
    errors['/chat.update'] = 'message_not_found';
    stub.answer = ({ path, body }) => {
      if (path === '/chat.update') return json({ ok: false, error: 'message_not_found' });
      return json(
        body.includes('thread_ts') ? { ok: false, error: 'thread_not_found' } : { ok: true, ts: '9.9' },
      );
    };
    expect(await make(stub.url).deliver(later, never)).toEqual({ status: 'delivered', receipt: '9.9' });
  });

  it('tries again where Slack has the trouble, and not where we have', async () => {
    errors['/chat.postMessage'] = 'internal_error';
    expect(await make(stub.url).deliver(notificationOf(), never)).toMatchObject({ status: 'retry' });
    errors['/chat.postMessage'] = 'invalid_auth';
    expect(await make(stub.url).deliver(notificationOf(), never)).toEqual({
      status: 'rejected',
      reason: 'Slack says invalid_auth',
    });
    errors['/chat.postMessage'] = `${token} <b>`;
    expect(await make(stub.url).deliver(notificationOf(), never)).toMatchObject({
      reason: 'Slack says an error',
    });
    stub.answer = () => ({ status: 200, body: '<html>' });
    expect(await make(stub.url).deliver(notificationOf(), never)).toMatchObject({ status: 'retry' });
  });
});
