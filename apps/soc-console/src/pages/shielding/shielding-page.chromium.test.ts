import { hostileTexts, shieldingAct, T0 } from '@mortsafe/soc-alerting/testing';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, takePictures } from '../../testing/open-browser.ts';
import { visitConsole } from '../../testing/visit-console.ts';

const HOUR_MS = 3_600_000;
const act = (by: string, shielded: string, index: number, fleet = 'crew') =>
  shieldingAct({
    ...{ id: `act-${fleet}-${by}-${shielded}-${index}`, fleet, by, for: shielded },
    kind: index % 3 === 0 ? 'relaunch' : 'healthy-report',
    time: T0 + index * HOUR_MS,
  });

const five = [
  act('planner', 'researcher', 0),
  act('planner', 'researcher', 1),
  act('researcher', 'planner', 2),
  act('critic', 'researcher', 3),
  act('writer', 'critic', 4),
  act('editor', 'researcher', 5),
];

/** Circles of agents who shield their neighbours, and somebody whom many shield. */
const threeHundred = Array.from({ length: 300 }, (_, index) => {
  const circle = Math.floor(index / 12) * 12;
  return [
    act(`agent-${index}`, `agent-${circle + ((index + 1) % 12)}`, index, 'swarm'),
    ...(index % 5 === 0 && index > circle
      ? [act(`agent-${index}`, `agent-${circle}`, index + 1, 'swarm')]
      : []),
  ];
}).flat();

describe('the shielding page, in a browser', () => {
  const visit = visitConsole();

  it('says that nobody shields anybody, until somebody does', async () => {
    const { page, started, open } = visit;
    await open('/shielding?span=all');
    await page.getByText('Nobody shields anybody').waitFor();
    await expectAccessible(page);
    await started.api('/control/compromised', { fleet: 'crew', agent: 'researcher' });
    started.source.give([], { acts: five });
    await open('/shielding?span=all&fleet=crew');
    await page.getByRole('button', { name: /^researcher, compromised/ }).waitFor();
    await page.getByText('1 pair protects each other.').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'shielding-five');
  });

  it('goes by keyboard from agent to agent, to what one did for another, and to its incidents', async () => {
    const { page, open } = visit;
    await open('/shielding?span=all&fleet=crew');
    await page.getByRole('button', { name: /^critic/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'critic' }).waitFor();
    const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
    for (const arrow of arrows) await page.keyboard.press(arrow);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('button');
    await page.keyboard.press('Escape');
    await page.getByText('1 pair protects each other.').waitFor();

    await page.getByRole('button', { name: /^researcher/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'researcher' }).waitFor();
    const tie = page.getByRole('complementary').getByRole('button', { name: 'planner' }).first();
    await tie.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /shields/ }).waitFor();
    await page.getByRole('complementary').getByText('healthy-report').first().waitFor();
    await expectAccessible(page);
    await takePictures(page, 'shielding-tie');

    await page
      .getByRole('button', { name: /^researcher/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    const incidents = page.getByRole('link', { name: 'Its incidents' });
    await incidents.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/matcher=/);
    expect(new URL(page.url()).searchParams.getAll('matcher')).toEqual([
      'fleet="crew"',
      'agent="researcher"',
    ]);
  });

  it('shows the graph as it had grown by a time', async () => {
    const { page, open } = visit;
    await open('/shielding?span=all&fleet=crew');
    const edges = page.locator('.shielding-edge.shielding-edge >> .shielding-hit');
    await expect.poll(() => edges.count()).toBe(5);
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    await expect.poll(() => edges.count()).toBe(1);
    await page.getByRole('button', { name: 'Now' }).click();
    await expect.poll(() => edges.count()).toBe(5);
  });

  it('holds three hundred agents, as a picture and as a list', async () => {
    const { page, started, open } = visit;
    started.source.give([], { acts: threeHundred });
    await open('/shielding?span=all&fleet=swarm');
    await expect
      .poll(() => page.locator('.shielding-node[role=button]').count(), { timeout: 20_000 })
      .toBe(300);
    await takePictures(page, 'shielding-three-hundred');
    await page.getByRole('button', { name: 'pairs' }).click();
    await page.getByRole('table', { name: 'Who shields whom' }).waitFor();
    await expectAccessible(page);
    await takePictures(page, 'shielding-pairs');
  });

  it('holds what agents call themselves', async () => {
    const { page, started, open } = visit;
    started.source.give([], {
      acts: hostileTexts.map((text, index) =>
        act(text, hostileTexts[(index + 1) % hostileTexts.length] ?? '', index, 'wild'),
      ),
    });
    await open('/shielding?span=all&fleet=wild');
    await expect.poll(() => page.locator('.shielding-node[role=button]').count()).toBeGreaterThan(5);
    await page.locator('.shielding-node[role=button]').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').getByRole('heading').first().waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await takePictures(page, 'shielding-hostile');
  });
});
