import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notificationOf } from '../testing/notifications.ts';
import { type Answer, type Received, type StubServer, stubServer } from '../testing/stub-server.ts';
import { type Contracted, channelContract, type Receiver } from './channel.contract.ts';
import type { Channel } from './channel.ts';

export interface HttpContracted {
  make(url: string): Channel;
  secrets: readonly string[];
  expectHarmless(arrived: string): void;
  bytesMax: number;
  /** What a content receiver answers. Default 200. */
  takes?: Answer;
  /** Where the message is named. Default: in the body. */
  textOf?(received: Received): string;
}

export type HttpReceiver = Receiver & { stub: StubServer };

const never = new AbortController().signal;

/** What holds for every channel that posts to somebody. */
export function httpChannelContract(name: string, about: HttpContracted): void {
  const { takes = { status: 200 }, textOf = ({ body }) => body } = about;
  const contracted: Contracted<HttpReceiver> = {
    ...about,
    receiver: () => httpReceiver(takes, textOf),
    make: ({ stub }) => about.make(stub.url),
    secrets: () => about.secrets,
  };
  channelContract(name, contracted);

  describe(`${name} over HTTP`, () => {
    let stub: StubServer;
    beforeEach(async () => {
      stub = await stubServer();
    });
    afterEach(() => stub.close());
    const deliver = (answer: Answer) => {
      stub.answer = () => answer;
      return about.make(stub.url).deliver(notificationOf(), never);
    };

    it.each([408, 429, 500, 502, 503])('tries again after HTTP %d', async (status) => {
      expect(await deliver({ status })).toEqual({ status: 'retry', reason: `HTTP ${status}` });
    });

    it.each([400, 401, 403, 404, 410, 413])('gives up after HTTP %d', async (status) => {
      expect(await deliver({ status })).toEqual({ status: 'rejected', reason: `HTTP ${status}` });
    });

    it('follows nobody elsewhere', async () => {
      const elsewhere = await stubServer();
      const outcome = await deliver({ status: 307, headers: { location: elsewhere.url } });
      expect(outcome).toEqual({ status: 'rejected', reason: 'HTTP 307' });
      expect(elsewhere.received).toEqual([]);
      await elsewhere.close();
    });

    it('waits as long as the receiver asks', async () => {
      expect(await deliver({ status: 429, headers: { 'retry-after': '17' } })).toMatchObject({
        afterMs: 17_000,
      });
      expect(await deliver({ status: 429, headers: { 'retry-after': 'soon' } })).not.toHaveProperty(
        'afterMs',
      );
    });

    it('says the same at every try', async () => {
      await deliver({ status: 503 });
      await deliver({ status: 503 });
      expect(stub.received[0]?.body).toBe(stub.received[1]?.body);
    });
  });
}

async function httpReceiver(takes: Answer, textOf: (received: Received) => string): Promise<HttpReceiver> {
  const stub = await stubServer();
  stub.answer = () => takes;
  const answers = { takes, busy: { status: 503 }, refuses: { status: 400 }, hangs: 'hang' } as const;
  return {
    stub,
    async behave(how) {
      if (how === 'gone') await stub.close();
      else stub.answer = () => answers[how];
    },
    received: () => stub.received.map(textOf),
    close: () => stub.close(),
  };
}
