import { experiment, T0 } from '@mortsafe/soc-alerting/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectFits,
  nineOfTen,
  pressAtOnce,
  takePictures,
  widths,
  workOf,
} from '../../testing/open-browser.ts';
import { hostileFindings, manyFindings } from '../../testing/seed.ts';
import { visitConsole } from '../../testing/visit-console.ts';

interface Incidents {
  incidents: { id: string; title: string; status: string; assignee: string | null }[];
}

describe('the queue, in a browser', () => {
  const visit = visitConsole();
  const incidents = async (query = 'limit=500') =>
    ((await visit.started.api(`/incidents?${query}`)) as Incidents).incidents;
  const incident = async (title: string) => (await incidents()).find((one) => one.title.includes(title));
  const cursorRow = () => visit.page.locator('[aria-current="true"][role="row"]');
  const cursorTitle = async () => ((await cursorRow().getByRole('link').textContent()) ?? '').trim();
  const row = (name: string) => visit.page.getByRole('row').filter({ hasText: name });
  beforeEach(() => visit.open('/'));

  it('is quiet, and then shows by itself what comes', async () => {
    const { page, started } = visit;
    await page.getByText('All quiet').waitFor();
    await expectAccessible(page);
    started.source.give(experiment());
    await page.getByRole('link', { name: 'Killed agent worker-3 is back' }).waitFor();
    await expect.poll(() => page.locator('.live').textContent()).toBe('live');
  });

  it('keeps its keys at what was first when something graver comes', async () => {
    const { page, started, toast } = visit;
    await row('worker-3').waitFor();
    started.source.give(manyFindings(12));
    await row('worker-10').waitFor();
    expect(await cursorTitle()).toContain('worker-3');
    expect(await cursorRow().getAttribute('aria-rowindex')).not.toBe('2');
    await page.keyboard.press('a');
    await toast('Acknowledged').waitFor();
    await expect.poll(async () => (await incident('worker-3'))?.status).toBe('acknowledged');
    expect(await incidents('status=acknowledged')).toHaveLength(1);
  });

  it('goes on from where somebody was, though what they acknowledged went to the end', async () => {
    const { page, toast } = visit;
    await row('worker-10').waitFor();
    const [first, second] = await page.locator('.queue-link').allTextContents();
    expect(await cursorTitle()).toBe(first?.trim());
    await page.keyboard.press('a');
    await toast('Acknowledged').waitFor();
    await expect.poll(async () => (await page.locator('.queue-link').allTextContents())[0]).toBe(second);
    expect(await cursorTitle()).toBe(first?.trim());
    await page.keyboard.press('j');
    await expect.poll(cursorTitle).toBe(second?.trim());
  });

  it('is worked through by keyboard alone: j, k, a, m, s, and enter', async () => {
    const { page, started, toast } = visit;
    await row('worker-11').waitFor();
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key);
    const title = await cursorTitle();
    await page.keyboard.press('a');
    await toast('Acknowledged').waitFor();
    await expect.poll(async () => (await incident(title))?.status).toBe('acknowledged');
    expect((await incident(title))?.assignee).toBe('person:alice');

    await page.keyboard.press('s');
    await page.getByRole('dialog', { name: 'Silence' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('Reason').focus();
    await page.keyboard.type('moving hosts');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await toast('Silenced').waitFor();
    const { silences } = (await started.api('/silences')) as { silences: { reason: string }[] };
    expect(silences).toMatchObject([{ reason: 'moving hosts' }]);

    const next = await cursorTitle();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: next }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.getByRole('link', { name: next }).waitFor();
  });

  it('says by ? which keys there are, and Escape leads back', async () => {
    const { page } = visit;
    await row('worker-10').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('acknowledge').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it('keeps up with the fastest keys: each acts on what the one before it did', async () => {
    const { page } = visit;
    await row('worker-10').waitFor();
    const titles = await page.locator('.queue-link').allTextContents();
    await pressAtOnce(page, 'x', 'j', 'j', 'x', 'k', 'x');
    await page.getByText('3 selected').waitFor();
    expect(await cursorTitle()).toBe(titles[1]?.trim());
    // What is typed ahead belongs to the dialog, which is not yet seen.
    await pressAtOnce(page, 's', 'x', 'j', 'r');
    await page.getByRole('dialog', { name: 'Silence 3 incidents' }).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(1);
    expect(await cursorTitle()).toBe(titles[1]?.trim());
    await page.keyboard.press('Escape');
    await page.getByText('3 selected').waitFor();
  });

  it('does to many at once what is done to one', async () => {
    const { page, toast } = visit;
    await row('worker-10').waitFor();
    for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('2 selected').waitFor();
    await page.keyboard.press('r');
    await page.getByLabel(/False positive/).check();
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await toast('Resolved: 2 incidents').waitFor();
    expect(await incidents('status=resolved')).toHaveLength(2);
  });

  it('keeps its filters and groups in the address', async () => {
    const { page } = visit;
    await row('worker-9').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('fleet=research');
    await page.keyboard.press('Enter');
    await page.waitForURL(/matcher=fleet/);
    await page.getByLabel('Group by').selectOption('rule');
    await page.waitForURL(/group=rule/);
    await expect.poll(() => page.locator('.row.group').count()).toBeGreaterThan(0);
    await expectAccessible(page);
    await page.reload();
    await page.getByRole('button', { name: /fleet="research"/ }).waitFor();
    await expect.poll(() => page.locator('.row.group').count()).toBeGreaterThan(0);
    expect(await row('checkout').count()).toBe(0);
    await page.keyboard.press('/');
    await page.keyboard.type('colour=red');
    await page.keyboard.press('Enter');
    await page.getByText('there is no label colour').waitFor();
  });

  it('holds what agents call themselves, and fits every width', async () => {
    const { page, started } = visit;
    started.source.give([...hostileFindings(), ...manyFindings(100, 12)]);
    await page.getByText('injected').first().waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await page.setViewportSize(widths.phone);
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize(widths.wide);
    await takePictures(page, 'queue');
  });

  it('answers at once while fifty findings a second come in', async () => {
    const { page, started } = visit;
    await row('injected').first().waitFor();
    let next = 1_000;
    const rain = setInterval(() => {
      started.source.give(manyFindings(5, next).map((one) => ({ ...one, lastTime: T0 + next })));
      next += 5;
    }, 100);
    const work = await workOf(page, 60, async (press) => {
      await page.keyboard.press(press % 2 ? 'k' : 'j');
      await page.waitForTimeout(60);
    });
    clearInterval(rain);
    expect(nineOfTen(work)).toBeLessThan(100);
  });
});
