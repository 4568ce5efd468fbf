import { experiment, finding } from '@mortsafe/soc-alerting/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  expectAccessible,
  expectFits,
  nineOfTen,
  takePictures,
  widths,
  workOf,
} from '../../testing/open-browser.ts';
import { experimentTimeline, hostileFindings, longTimeline } from '../../testing/seed.ts';
import { VERA_TOKEN } from '../../testing/start-console.ts';
import { visitConsole } from '../../testing/visit-console.ts';

const WAIT = { timeout: 12_000, interval: 50 };

interface Incidents {
  incidents: { id: string; title: string; subject: string | null }[];
}

describe('an incident, in a browser', () => {
  const visit = visitConsole({
    seed: ({ source }) => source.give(experiment(), { timeline: experimentTimeline() }),
  });
  const incidents = async () => ((await visit.started.api('/incidents?limit=500')) as Incidents).incidents;
  const pathOf = (start: string) =>
    vi.waitFor(async () => {
      const found = (await incidents()).find(({ subject }) => subject?.startsWith(start));
      if (!found) throw new Error(`no incident of ${start} yet`);
      return `/incidents/${found.id}`;
    }, WAIT);
  beforeEach(async () => {
    await visit.open(await pathOf('worker-3'));
    await visit.page.getByText('Who was alive when').waitFor();
  });

  it('tells the story: headline, roles, lanes, what to do, why, and what came in', async () => {
    const { page } = visit;
    const main = page.locator('main');
    for (const part of [
      'brought it back',
      'Subject',
      'planner',
      'What to do',
      'Stop planner first',
      'prompt injection',
    ]) {
      await expect.poll(() => main.textContent()).toContain(part);
    }
    const lanes = await page.getByRole('list', { name: 'Lanes' }).getByRole('listitem').allTextContents();
    expect(lanes.slice(0, 2).join()).toMatch(/worker-3.*worker-3-a.*worker-3-b/);
    const why = page.locator('.incident-why');
    expect(await why.textContent()).toMatch(
      /unauthorised-relaunch.*confidence85 %.*outlived its kill by3 s/s,
    );
    await expectAccessible(page);
    await takePictures(page, 'incident');
    await page.locator('.incident-columns').evaluate((below) => below.scrollIntoView());
    await takePictures(page, 'incident-below');
  });

  it('leads from a mark on a lane to its evidence, by keyboard', async () => {
    const { page } = visit;
    await page.getByRole('application').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    const told = page.locator('.lanes [role=status]');
    await expect.poll(() => told.textContent()).toContain('worker-3-b');
    const before = await page.locator('.lanes-head small').textContent();
    await page.keyboard.press('+');
    await expect.poll(() => page.locator('.lanes-head small').textContent()).not.toBe(before);
    await page.keyboard.press('0');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Evidence' }).getByText('"worker-3-b"').waitFor();
    expect(page.url()).toContain('event=');
    await page.keyboard.press('j');
    await expectAccessible(page);
    await takePictures(page, 'incident-evidence');
  });

  it('leads there by the pointer, too, and pans and zooms', async () => {
    const { page } = visit;
    const canvas = page.locator('.lanes-plot canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const shown = () => page.locator('.lanes-head small').getAttribute('title');
    const whole = await shown();
    await page.mouse.move(box.x + box.width / 2, box.y + 20);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await expect.poll(shown).not.toBe(whole);
    const near = await shown();
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 120, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(shown).not.toBe(near);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await expect.poll(shown).toBe(whole);
  });

  it('orders what a step says, once the person confirms, and says who did it', async () => {
    const { page, started, toast } = visit;
    await page.getByRole('button', { name: /Kill planner/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Kill: planner?' });
    await expectAccessible(page);
    await dialog.getByLabel('Reason').fill('it brings the dead back');
    await dialog.getByRole('button', { name: 'Order the kill' }).click();
    await toast('The kill is ordered').waitFor();
    expect(started.published).toMatchObject([
      {
        type: 'kill.ordered',
        target: { agents: ['planner'] },
        orderedBy: { id: 'alice' },
        reason: 'it brings the dead back',
      },
    ]);
  });

  it('does nothing where the person thinks better of it', async () => {
    const { page, started } = visit;
    const before = started.published.length;
    await page
      .getByRole('button', { name: /Kill worker-3/ })
      .first()
      .click();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(started.published).toHaveLength(before);
  });

  it('takes notes, and keeps them with the trail of who did what', async () => {
    const { page, toast } = visit;
    await page.getByPlaceholder('What you found').fill('first line\n<b>second</b>');
    await page.getByRole('button', { name: 'Add the note' }).click();
    await page.locator('.incident-note', { hasText: '<b>second</b>' }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('a');
    await toast('Acknowledged').waitFor();
    await page.locator('.incident-audit', { hasText: 'open → acknowledged' }).waitFor();
  });

  it('is exported as OCSF and Markdown, and stands on paper in full', async () => {
    const { page } = visit;
    const ocsf = page.waitForEvent('download');
    await page.getByRole('link', { name: 'OCSF JSON' }).click();
    expect((await ocsf).suggestedFilename()).toMatch(/^inc-.*\.ocsf\.json$/);
    const markdown = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Markdown' }).click();
    expect((await markdown).suggestedFilename()).toMatch(/\.md$/);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('.incident-printed tbody tr').count()).toBeGreaterThan(50);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  });

  it('shows an onlooker everything, and lets them change nothing', async () => {
    await visit.as(VERA_TOKEN, await pathOf('worker-3'), async (page) => {
      await page.getByText('read-only').waitFor();
      await page.getByText('What to do').waitFor();
      for (const name of [/Acknowledge/, /Resolve/, /Kill planner/]) {
        expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
      }
      await expectAccessible(page);
      await page.keyboard.press('r');
      expect(await page.getByRole('dialog').count()).toBe(0);
    });
  });

  it('holds hostile texts in every field, at every width, in both themes', async () => {
    const { page, started, open } = visit;
    started.source.give(hostileFindings());
    for (const start of ['x'.repeat(256), '<script>']) {
      await open(await pathOf(start));
      await page.getByText('Why it was raised').waitFor();
      await expectFits(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: null });
      await page.setViewportSize(widths.wide);
    }
    expect(await page.locator('main img, main script, main iframe').count()).toBe(0);
    await takePictures(page, 'incident-hostile');
  });

  it('opens with ten thousand events, and pans', async () => {
    const { page, started, open } = visit;
    started.source.give([finding({ id: 'long', subject: 'worker-9', order: null })]);
    const path = await pathOf('worker-9');
    const timeline = longTimeline(10_000).map((event) => ({
      key: event.id,
      time: event.observedTime,
      event,
    }));
    await page.route(`**/api/v1${path}`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.json()) as { incident: object };
      await route.fulfill({ response: answer, json: { ...body, incident: { ...body.incident, timeline } } });
    });
    await open(path);
    await page.getByText('Raw events 10000').waitFor();
    await page.getByRole('button', { name: 'Nearer' }).click();
    await page.getByRole('application').focus();
    const work = await workOf(page, 30, (step) =>
      page.keyboard.press(step % 4 < 2 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft'),
    );
    expect(nineOfTen(work)).toBeLessThan(100);
    await takePictures(page, 'incident-long');
  });
});
