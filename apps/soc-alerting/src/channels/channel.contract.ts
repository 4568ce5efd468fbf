import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostileTexts } from '../testing/hostile.ts';
import { notificationFullOf, notificationOf } from '../testing/notifications.ts';
import type { Channel, Notification } from './channel.ts';

/** Whom a channel delivers to, as a test has it stand in. */
export interface Receiver {
  /** What it does from now on: takes all, is busy for a while, refuses for good, never answers, or is not there. */
  behave(how: 'takes' | 'busy' | 'refuses' | 'hangs' | 'gone'): Promise<void> | void;
  /** What arrived, as text. */
  received(): string[];
  close(): Promise<void>;
}

export interface Contracted<Stub extends Receiver> {
  receiver(): Promise<Stub>;
  make(receiver: Stub): Channel;
  /** What must appear in no reason. */
  secrets(receiver: Stub): readonly string[];
  /** Fails where the text of an agent does something to whoever reads what arrived. */
  expectHarmless(arrived: string): void;
  /** How much one message may weigh. */
  bytesMax: number;
}

/** What holds for every channel, whoever is at its other end. */
export function channelContract<Stub extends Receiver>(name: string, contracted: Contracted<Stub>): void {
  describe(`${name} as a channel`, () => {
    let receiver: Stub;
    beforeEach(async () => {
      receiver = await contracted.receiver();
    });
    afterEach(() => receiver.close());
    const deliver = (
      notification: Notification = notificationOf(),
      signal: AbortSignal = new AbortController().signal,
    ) => contracted.make(receiver).deliver(notification, signal);

    it('is done when the receiver takes it', async () => {
      expect(await deliver()).toMatchObject({ status: 'delivered' });
      expect(receiver.received()).toHaveLength(1);
    });

    it('tries again while the receiver is busy, and gives up when it refuses', async () => {
      await receiver.behave('busy');
      expect(await deliver()).toMatchObject({ status: 'retry' });
      await receiver.behave('refuses');
      expect(await deliver()).toMatchObject({ status: 'rejected' });
    });

    it.each(['busy', 'refuses', 'gone'] as const)(
      'says no secret when the receiver is, or does: %s',
      async (how) => {
        await receiver.behave(how);
        const outcome = await deliver();
        expect(outcome.status).not.toBe('delivered');
        for (const secret of contracted.secrets(receiver)) {
          expect(JSON.stringify(outcome)).not.toContain(secret);
        }
      },
    );

    it('tries again when nobody is there', async () => {
      await receiver.behave('gone');
      expect(await deliver()).toMatchObject({ status: 'retry' });
    });

    it('ends a delivery under way when it is told to stop', async () => {
      await receiver.behave('hangs');
      const stopping = new AbortController();
      const outcome = deliver(notificationOf(), stopping.signal);
      setTimeout(() => stopping.abort(), 50);
      expect((await outcome).status).toBe('retry');
    });

    it('sends nothing once it was told to stop', async () => {
      expect((await deliver(notificationOf(), AbortSignal.abort())).status).toBe('retry');
      expect(receiver.received()).toEqual([]);
    });

    it('names the message, so that a repeat can be told', async () => {
      await deliver();
      expect(receiver.received()[0]).toContain(notificationOf().id);
    });

    it('lets no text of an agent do anything, in whatever field', async () => {
      for (const text of hostileTexts) {
        await deliver(notificationFullOf(text));
        const arrived = receiver.received().at(-1) ?? '';
        expect(Buffer.byteLength(arrived), text.slice(0, 20)).toBeLessThanOrEqual(contracted.bytesMax);
        contracted.expectHarmless(arrived);
      }
    });
  });
}
