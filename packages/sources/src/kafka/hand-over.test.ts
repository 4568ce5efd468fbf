import { describe, expect, it } from 'vitest';
import { createHandOver } from './hand-over.ts';

describe('handing over', () => {
  it('lasts until the taker asks for the next', async () => {
    const things = createHandOver<string>();
    const order: string[] = [];
    const giving = (async () => {
      for (const thing of ['one', 'two']) order.push(`${thing} ${await things.give(thing)}`);
      things.close();
    })();
    for await (const thing of things.take()) {
      await Promise.resolve();
      order.push(`dealt with ${thing}`);
    }
    await giving;
    expect(order).toEqual(['dealt with one', 'one true', 'dealt with two', 'two true']);
  });

  it('answers false once nobody takes any more, also what is in hand', async () => {
    const things = createHandOver<string>();
    const given = things.give('one');
    for await (const thing of things.take()) if (thing === 'one') break;
    expect(await given).toBe(false);
    expect(await things.give('two')).toBe(false);
    expect(things.closed()).toBe(true);
  });

  it('ends with the error that it is closed with', async () => {
    const things = createHandOver<string>();
    const taking = things.take().next();
    things.close(new Error('no permit'));
    await expect(taking).rejects.toThrow('no permit');
  });
});
