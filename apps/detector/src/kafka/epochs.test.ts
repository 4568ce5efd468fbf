import { describe, expect, it } from 'vitest';
import { restoreEpoch, type StateMessage } from './epochs.ts';

/** What a compacted topic keeps. */
function topic() {
  const kept = new Map<string, Buffer>();
  return {
    kept,
    write(messages: readonly StateMessage[]): void {
      for (const { key, value } of messages) {
        if (value) kept.set(key, value);
        else kept.delete(key);
      }
    },
  };
}

const stateOf = (count: number) => ({
  agents: new Map(Array.from({ length: 3_000 }, (_, at) => [`a-${at}`, { at: at < count ? count : 0 }])),
});
const at = (offset: number, count = offset) => ({ offset, policyHash: 'p', state: stateOf(count) });

describe('epochs', () => {
  it('restore the newest, and build on it', () => {
    const { kept, write } = topic();
    const first = restoreEpoch(kept);
    expect(first).toMatchObject({ epoch: undefined, passedOver: [] });
    for (const offset of [10, 20, 30]) {
      const planned = first.next.plan(at(offset));
      write(planned.messages);
      planned.written();
    }
    const { epoch, next } = restoreEpoch(kept);
    expect(epoch).toEqual({ epoch: 3, ...at(30) });
    expect(next.plan(at(40)).epoch).toBe(4);
  });

  it('write only what has changed', () => {
    const { kept, write } = topic();
    const { next } = restoreEpoch(kept);
    const whole = next.plan(at(10));
    write(whole.messages);
    whole.written();
    const little = next.plan(at(20, 11));
    expect(little.messages.length).toBeLessThanOrEqual(3);
    write(little.messages);
    // Also after a restart.
    const after = restoreEpoch(kept).next.plan(at(30, 11));
    expect(after.messages.filter(({ value }) => value).length).toBe(1);
    expect(after.bytes).toBeLessThan(1_000);
  });

  it('take back what neither this one nor the one before needs', () => {
    const { kept, write } = topic();
    const { next } = restoreEpoch(kept);
    const sizes: number[] = [];
    for (let offset = 1; offset <= 50; offset++) {
      const planned = next.plan(at(offset));
      write(planned.messages);
      planned.written();
      sizes.push(kept.size);
    }
    expect(Math.max(...sizes.slice(5))).toBeLessThanOrEqual((sizes[0] ?? 0) + 5);
  });

  it('also what a crash left behind', () => {
    const { kept, write } = topic();
    write(restoreEpoch(kept).next.plan(at(10)).messages);
    kept.set('chunk/orphan', Buffer.from('left'));
    write(restoreEpoch(kept).next.plan(at(20)).messages);
    expect(kept.has('chunk/orphan')).toBe(false);
  });

  it('pass over one that is not whole, or was changed, and restore the one before', () => {
    for (const harm of ['missing', 'changed'] as const) {
      const { kept, write } = topic();
      const { next } = restoreEpoch(kept);
      const first = next.plan(at(10));
      write(first.messages);
      first.written();
      const second = next.plan(at(20));
      write(second.messages);
      for (const { key } of second.messages.filter((message) => message.key.startsWith('chunk/'))) {
        if (harm === 'missing') kept.delete(key);
        else kept.set(key, Buffer.from('changed'));
      }
      const restored = restoreEpoch(kept);
      expect(restored.epoch).toEqual({ epoch: 1, ...at(10) });
      expect(restored.passedOver[0]).toMatch(new RegExp(`^epoch 2: chunk .* ${harm}`));
      expect(restored.next.plan(at(30)).epoch).toBe(3);
    }
  });

  it('do not stand before they are written', () => {
    const { kept, write } = topic();
    const { next } = restoreEpoch(kept);
    next.plan(at(10)); // Refused by the broker.
    const again = next.plan(at(20));
    write(again.messages);
    expect(restoreEpoch(kept).epoch).toEqual({ epoch: 1, ...at(20) });
  });

  it.each([
    ['nothing of ours', 'soon'],
    [
      'of a version that is not known here',
      JSON.stringify({ version: 9, epoch: 1, offset: 1, policyHash: '', stem: [] }),
    ],
  ])('pass over a manifest that is %s', (_, text) => {
    const restored = restoreEpoch(new Map([['manifest/0', Buffer.from(text)]]));
    expect(restored).toMatchObject({ epoch: undefined, passedOver: ['manifest/0 cannot be read'] });
  });
});
