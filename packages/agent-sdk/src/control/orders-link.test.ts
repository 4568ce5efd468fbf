import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { ordersDoor } from '../testing/orders-door.ts';
import { until } from '../testing/otlp-receiver.ts';
import { type OrdersLink, openOrdersLink } from './orders-link.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function linkTo(url: string, lostAfterMs = 30_000): OrdersLink {
  const self = { id: 'worker-3', fleet: 'shop', instance: 'w-a' };
  const told = { told() {}, lost() {}, warn() {} };
  const link = openOrdersLink({ url, token: 'of-worker-3', self, lostAfterMs, ...told });
  ends.unshift(link.close);
  return link;
}

it('pauses before it asks anew a door whose streams end at their first word', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end('data: {"state":"none","orders":[]}\n\n');
  });
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  linkTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await until(() => asked > 1, 'another question');
  await wait(500);
  expect(asked).toBeLessThan(50);
});

it('lets no question wait for longer than its patience, where no stream comes through', async () => {
  const door = await ordersDoor({ streams: false });
  ends.push(door.close);
  linkTo(door.url, 3_001);
  const { query } = await until(() => door.asked.find((one) => one.query.known), 'a question that waits');
  expect(query.waitMs).toBe('1500');
});
