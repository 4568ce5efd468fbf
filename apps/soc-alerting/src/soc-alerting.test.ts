import type { AgentEvent } from '@mortsafe/agent-events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Notification } from './channels/channel.ts';
import type { FindingsSource } from './incidents/findings-source.ts';
import { createSocAlerting } from './soc-alerting.ts';
import type { Database } from './storage/database.ts';
import { OPENING_MS } from './testing/databases.ts';
import { openEmbedded } from './testing/embedded.ts';
import { experiment } from './testing/samples.ts';

const TOKEN = 'control-token-of-alice';

describe('the whole service', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmbedded();
  }, OPENING_MS);
  afterAll(() => database.close());

  /** A log that is all there from the start. */
  const reads: number[] = [];
  const findings: FindingsSource = {
    async *read(from, signal) {
      reads.push(from);
      const all = experiment();
      for (let position = from; position < all.length; position++) {
        yield { findings: all.slice(position, position + 1), next: position + 1 };
      }
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    },
  };

  async function start(sent: Notification[], published: AgentEvent[]) {
    return createSocAlerting({
      findings,
      // It closes what it is given, and this one is needed again.
      storage: { database: { ...database, close: async () => {} } },
      channels: [
        {
          name: 'test',
          async deliver(notification) {
            sent.push(notification);
            return { status: 'delivered' };
          },
        },
      ],
      controlTokens: [{ token: TOKEN, person: 'alice' }],
      publishControl: async (event) => void published.push(event),
      publishPlatform: async () => {},
      server: { port: 0 },
      routing: { route: { groupWaitMs: 2_000 } },
      log: () => {},
    });
  }

  it('goes from findings to a message, an order, and, restarted, on from there', async () => {
    const [sent, published]: [Notification[], AgentEvent[]] = [[], []];
    const first = await start(sent, published);
    // On a slow machine the group's first message leaves before all three are there, and another follows.
    await expect.poll(() => sent.at(-1)?.story.findingCount, { timeout: 20_000 }).toBe(3);
    expect(sent.at(-1)?.story.link).toContain(first.url);
    const told = sent.length;

    const response = await fetch(`${first.url}/api/v1/control/kill`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ fleet: 'checkout', agent: 'planner' }),
    });
    expect(response.status).toBe(201);
    expect(published).toMatchObject([{ type: 'kill.ordered', target: { agents: ['planner'] } }]);

    const link = await fetch(first.viewLink(), { redirect: 'manual' });
    const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await (await fetch(first.url, { headers: { cookie } })).text();
    expect(page).toContain('Killed agent worker-3 is back');
    await first.stop();

    const second = await start(sent, published);
    expect(await second.incidents()).toMatchObject([{ findingCount: 3, revision: 3 }]);
    expect(await second.orders()).toMatchObject([{ state: 'not-carried-out' }]);
    await expect.poll(() => reads).toEqual([0, 3]);
    await second.stop();
    expect(sent).toHaveLength(told);
  });

  it('tells a page that something has changed', async () => {
    const soc = await start([], []);
    const link = await fetch(soc.viewLink(), { redirect: 'manual' });
    const cookie = link.headers.get('set-cookie')?.split(';')[0] ?? '';
    const stream = await fetch(`${soc.url}/api/v1/stream`, { headers: { cookie } });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain(': open');

    await fetch(`${soc.url}/api/v1/control/kill`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ fleet: 'checkout', agent: 'critic' }),
    });
    let heard = '';
    while (!heard.includes('event: changed')) heard += (await reader?.read())?.value ?? '';
    await soc.stop();
  });
});
