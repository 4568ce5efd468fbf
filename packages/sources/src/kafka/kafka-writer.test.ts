import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requestsOf, sendRequest } from './kafka-writer.ts';
import { rejectedMessage } from './rejected-message.ts';

const message = (bytes: number) => ({ topic: 't', value: Buffer.alloc(bytes) });

describe('requests', () => {
  it('hold all messages in their order, and no more than brokers take', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 20 }), (sizes) => {
        const messages = sizes.map(message);
        const requests = [...requestsOf(messages)];
        expect(requests.flat()).toEqual(messages);
        for (const request of requests) {
          const bytes = request.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
          expect(bytes <= 900_000 || request.length === 1).toBe(true);
        }
      }),
    );
  });

  it('go out by topic, each in its order', async () => {
    const sent: unknown[] = [];
    const producer = {
      async sendBatch(batch: unknown) {
        sent.push(batch);
        return [];
      },
    };
    const value = (text: string) => Buffer.from(text);
    await sendRequest(producer, [
      { topic: 'a', key: 'k', value: value('1') },
      { topic: 'b', value: value('2') },
      { topic: 'a', value: value('3') },
    ]);
    expect(sent).toEqual([
      {
        acks: -1,
        topicMessages: [
          { topic: 'a', messages: [{ key: 'k', value: value('1') }, { value: value('3') }] },
          { topic: 'b', messages: [{ value: value('2') }] },
        ],
      },
    ]);
  });
});

describe('a rejected message', () => {
  it('says why, where, and what', () => {
    const rejection = { reason: 'not valid JSON', position: 'otlp_logs/3@17', bytes: Buffer.from('{"') };
    const { topic, value } = rejectedMessage(rejection, 0);
    expect(topic).toBe('mortsafe.rejected');
    expect(JSON.parse(value?.toString() ?? '')).toEqual({
      version: 1,
      time: '1970-01-01T00:00:00.000Z',
      reason: 'not valid JSON',
      position: 'otlp_logs/3@17',
      bytes: 'eyI=',
    });
  });
});
