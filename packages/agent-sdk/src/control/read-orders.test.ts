import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventReader, readOrders } from './read-orders.ts';

const order = { order: 'kill-1', level: 'mandatory', deadlineInMs: 1_000, mayRelaunch: false };

describe('what the door tells', () => {
  it('is read as it stands', () => {
    const told = { state: 's', orders: [order] };
    expect(readOrders(JSON.stringify(told))).toEqual(told);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', 'null'],
    ['no state', JSON.stringify({ orders: [] })],
    ['no list', JSON.stringify({ state: 's', orders: {} })],
    ['an order without an id', JSON.stringify({ state: 's', orders: [{ ...order, order: '' }] })],
    ['a time that is none', JSON.stringify({ state: 's', orders: [{ ...order, deadlineInMs: '1' }] })],
    ['a leave that is none', JSON.stringify({ state: 's', orders: [{ ...order, mayRelaunch: 'no' }] })],
  ])('is passed over where it has %s', (_, text) => {
    expect(readOrders(text)).toBeUndefined();
  });

  it('never throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        readOrders(JSON.stringify(value) ?? '');
      }),
    );
  });
});

describe('a stream of events', () => {
  const data = fc.array(
    fc.string().filter((text) => !/[\r\n]/.test(text)),
    { minLength: 1, maxLength: 5 },
  );

  it('says the same however it is cut', () => {
    fc.assert(
      fc.property(
        data,
        fc.constantFrom('\n', '\r\n'),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (all, end, cuts) => {
          const text = all
            .map((one) => `: hello${end}${end}event: orders${end}data: ${one}${end}${end}`)
            .join('');
          const heard: string[] = [];
          const read = eventReader((one) => heard.push(one));
          for (let at = 0; at < text.length; ) {
            const { value = 1 } = cuts.next();
            read(text.slice(at, at + value));
            at += value;
          }
          expect(heard).toEqual(all.map((one) => one.trimStart()));
        },
      ),
    );
  });

  it('that never ends an event fills no memory, and is heard again after', () => {
    const heard: string[] = [];
    const read = eventReader((one) => heard.push(one));
    for (let piece = 0; piece < 100; piece += 1) read('x'.repeat(10_000));
    read('\n\ndata: now\n\n');
    expect(heard).toEqual(['now']);
  });
});
