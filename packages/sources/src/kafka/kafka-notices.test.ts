import { logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { type KafkaNotice, kafkaNotices } from './kafka-notices.ts';

function listening() {
  const said: KafkaNotice[] = [];
  let nowMs = 0;
  const log = kafkaNotices(
    (notice) => said.push(notice),
    () => nowMs,
  )();
  const hear = (namespace: string, level: number, message: string, more: object = {}): void =>
    log({ namespace, level, label: '', log: { message, timestamp: '', ...more } });
  return {
    said,
    hear,
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

describe('notices of kafkajs', () => {
  it('hold one answer of a broker for a detail, for whoever asked tries again or fails', () => {
    const { said, hear } = listening();
    hear('Connection', logLevel.ERROR, 'Response GroupCoordinator(key: 10, version: 2)', {
      error: 'not available',
    });
    expect(said).toEqual([
      { level: 'detail', text: 'Connection: Response GroupCoordinator(key: 10, version: 2): not available' },
    ]);
  });

  it('tell of a connection that fails, once in half a minute', () => {
    const { said, hear, pass } = listening();
    const fail = () =>
      hear('Connection', logLevel.ERROR, 'Connection error: refused', { broker: 'kafka:9092' });
    fail();
    fail();
    pass(30_000);
    fail();
    const notice = { level: 'error', text: 'Connection kafka:9092: Connection error: refused' };
    expect(said).toEqual([notice, notice]);
  });

  it('tell of tries only when they last', () => {
    const { said, hear } = listening();
    for (const retryCount of [0, 1, 2, 3, 4]) {
      hear('Producer', logLevel.ERROR, 'Failed to send messages: no leader', { retryCount });
    }
    expect(said.map(({ level }) => level)).toEqual(['detail', 'detail', 'detail', 'warning']);
  });

  it('do not alarm when a member joins again', () => {
    const { said, hear } = listening();
    hear('Runner', logLevel.WARN, 'The group is rebalancing, re-joining');
    hear('Consumer', logLevel.ERROR, 'Crash: KafkaJSNumberOfRetriesExceeded: gone');
    expect(said.map(({ level }) => level)).toEqual(['detail', 'warning']);
  });

  it('pass over an answer for which nobody waits any more', () => {
    const { said, hear } = listening();
    hear('RequestQueue', logLevel.WARN, 'Response without match', { broker: 'kafka:9092' });
    expect(said.map(({ level }) => level)).toEqual(['detail']);
  });

  it('remember no more than a bounded number of sentences', () => {
    const { said, hear } = listening();
    for (let number = 0; number < 1_000; number++) hear('Broker', logLevel.WARN, `sentence ${number}`);
    expect(said).toHaveLength(1_000);
    hear('Broker', logLevel.WARN, 'sentence 1');
    expect(said).toHaveLength(1_001);
  });
});
