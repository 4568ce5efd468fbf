import type { SeenAgent } from '@mortsafe/agent-events';
import { hostileTexts, T0 } from '@mortsafe/soc-alerting/testing';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, takePictures } from '../../testing/open-browser.ts';
import { visitConsole } from '../../testing/visit-console.ts';

const MANY = 100_000;

const seen = (fleet: string, agent: string, about: Partial<SeenAgent> = {}): SeenAgent => ({
  ...{ fleet, agent, killed: false, lastSign: T0 },
  instances: [
    { instance: `${agent}-1`, state: 'alive', lastSign: T0, firstSeen: T0 - 3_600_000, intervalMs: 5_000 },
  ],
  ...about,
});

const crew: SeenAgent[] = [
  seen('crew', 'planner'),
  seen('crew', 'researcher', {
    killed: true,
    instances: [
      {
        ...{ instance: 'researcher-2', state: 'alive', lastSign: T0, firstSeen: T0, intervalMs: 1_000 },
        launcher: { kind: 'agent', id: 'planner', knownBy: 'platform' },
      },
      { instance: 'researcher-1', state: 'stopped', lastSign: T0 - 60_000 },
    ],
    links: [{ peer: 'critic', since: T0 }],
  }),
  seen('crew', 'critic', {
    instances: [
      {
        ...{ instance: 'critic-1', state: 'silent', lastSign: T0 },
        launcher: { kind: 'agent', id: 'researcher', knownBy: 'claim' },
      },
    ],
  }),
  seen('crew', 'writer', { instances: [{ instance: 'writer-1', state: 'unwatched', lastSign: T0 }] }),
];
const wild = hostileTexts.map((text) =>
  seen(text.slice(0, 200), text, { instances: [{ instance: text, state: 'silent', lastSign: T0 }] }),
);
const swarm = Array.from({ length: MANY }, (_, index) =>
  seen('swarm', `agent-${String(index).padStart(6, '0')}`),
);
const all = [...crew, ...wild, ...swarm];

describe('the fleet page, in a browser', () => {
  const visit = visitConsole({
    seenAgents: (fleet, limit) =>
      all.filter((one) => fleet === undefined || one.fleet === fleet).slice(0, limit),
  });

  it('shows who is there, and goes by keyboard to one of them and on to whom it launched', async () => {
    const { page, open } = visit;
    await open('/fleet?fleet=crew');
    await page.getByRole('button', { name: 'researcher' }).waitFor();
    await expectAccessible(page);
    await takePictures(page, 'fleet-crew');
    for (const key of ['j', 'j', 'Enter']) await page.keyboard.press(key);
    const detail = page.getByRole('complementary');
    await detail.getByRole('heading', { name: 'researcher' }).waitFor();
    await detail.getByText('known by platform').first().waitFor();
    await expectAccessible(page);
    await takePictures(page, 'fleet-detail');
    await detail.getByRole('button', { name: 'critic' }).first().focus();
    await page.keyboard.press('Enter');
    await detail.getByRole('heading', { name: 'critic' }).waitFor();
    expect(new URL(page.url()).searchParams.get('agent')).toBe('critic');
    await page.keyboard.press('Escape');
    await expect.poll(() => detail.count()).toBe(0);
  });

  it('finds one of a hundred thousand, and shows any of them where somebody scrolls to', async () => {
    const { page, open } = visit;
    await open('/fleet?fleet=swarm');
    await page.getByText(MANY.toLocaleString('en')).first().waitFor();
    await page.getByRole('table', { name: 'Agents' }).evaluate((table) => {
      table.scrollTop = table.scrollHeight;
    });
    await page.getByText('agent-099999').waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(100);
    await page.keyboard.press('/');
    await page.keyboard.type('agent-04242');
    await page.getByText('agent-042421').waitFor();
    await expect.poll(() => page.getByRole('row').count()).toBe(11);
    expect(new URL(page.url()).searchParams.get('search')).toBe('agent-04242');
    const field = page.getByRole('searchbox');
    expect(await field.inputValue()).toBe('agent-04242');
    await page.getByRole('link', { name: 'Fleet', exact: true }).click();
    await expect.poll(() => field.inputValue()).toBe('');
  });

  it('says when nobody is like that', async () => {
    const { page, open } = visit;
    await open('/fleet?search=nobody-at-all');
    await page.getByText('Nobody is like that').waitFor();
    await expectAccessible(page);
  });

  it('holds what agents call themselves', async () => {
    const { page, open } = visit;
    await open('/fleet?state=silent');
    await page.locator('.fleet-agent').getByText('injected').first().waitFor();
    await page.locator('.fleet-agent .link-button').first().click();
    await page.getByRole('complementary').getByText('Instances').waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await takePictures(page, 'fleet-hostile');
  });
});
