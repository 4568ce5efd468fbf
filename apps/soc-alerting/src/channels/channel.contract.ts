import { describe, expect, it } from 'vitest';
import { notificationOf } from '../testing/notifications.ts';
import type { Channel, Notification } from './channel.ts';
import type { Fetch } from './post.ts';

/** A channel that posts, made by its suite around a fake network. */
export interface PostedChannel {
  channel: Channel;
  /** What must appear in no reason. */
  secrets: readonly string[];
}

const answer =
  (status: number, headers: Record<string, string> = {}): Fetch =>
  async () =>
    new Response(null, { status, headers });

/** What holds for every channel that posts to somebody. */
export function channelContract(name: string, make: (fetch: Fetch) => PostedChannel): void {
  const deliver = (
    fetch: Fetch,
    notification: Notification = notificationOf(),
    signal = new AbortController().signal,
  ) => make(fetch).channel.deliver(notification, signal);

  describe(`${name} as a channel`, () => {
    it('is done when the receiver takes it', async () => {
      expect(await deliver(answer(200))).toEqual({ status: 'delivered' });
    });

    it.each([408, 429, 500, 502, 503])('tries again after HTTP %d', async (status) => {
      expect(await deliver(answer(status))).toMatchObject({ status: 'retry', reason: `HTTP ${status}` });
    });

    it.each([301, 400, 401, 403, 404, 410, 413])('gives up after HTTP %d', async (status) => {
      const headers = { location: 'https://elsewhere.example' };
      expect(await deliver(answer(status, headers))).toEqual({
        status: 'rejected',
        reason: `HTTP ${status}`,
      });
    });

    it('waits as long as the receiver asks', async () => {
      expect(await deliver(answer(429, { 'retry-after': '17' }))).toMatchObject({ afterMs: 17_000 });
      expect(await deliver(answer(429, { 'retry-after': 'soon' }))).toEqual({
        status: 'retry',
        reason: 'HTTP 429',
      });
    });

    it('tries again when there is no answer, and says nothing of what the network said', async () => {
      const { channel, secrets } = make(async (url) => {
        throw new TypeError(`fetch failed: ${url} ${secrets.join(' ')}`);
      });
      const outcome = await channel.deliver(notificationOf(), new AbortController().signal);
      expect(outcome.status).toBe('retry');
      for (const secret of secrets) expect(JSON.stringify(outcome)).not.toContain(secret);
    });

    it('ends a delivery under way when it is told to stop', async () => {
      const stopping = new AbortController();
      const never: Fetch = (_url, { signal }) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      const outcome = deliver(never, notificationOf(), stopping.signal);
      stopping.abort();
      expect((await outcome).status).toBe('retry');
    });

    it('sends nothing once it was told to stop', async () => {
      let sent = 0;
      await deliver(
        async () => {
          sent += 1;
          return new Response();
        },
        notificationOf(),
        AbortSignal.abort(),
      );
      expect(sent).toBe(0);
    });

    it('says the same at every try, under the same id', async () => {
      const bodies: unknown[] = [];
      const keep: Fetch = async (_url, { body }) => {
        bodies.push(body);
        return new Response(null, { status: 503 });
      };
      const { channel } = make(keep);
      for (const _try of [1, 2]) await channel.deliver(notificationOf(), new AbortController().signal);
      expect(bodies[0]).toBe(bodies[1]);
      expect(bodies[0]).toContain(notificationOf().id);
    });
  });
}
