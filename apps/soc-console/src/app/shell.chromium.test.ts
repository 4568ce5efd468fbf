import { experiment } from '@mortsafe/soc-alerting/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, openPage, takePictures } from '../testing/open-browser.ts';
import { manyFindings } from '../testing/seed.ts';
import { visitConsole } from '../testing/visit-console.ts';
import { pages } from './pages.ts';

describe('what stands around the pages', () => {
  const visit = visitConsole({ seed: ({ source }) => source.give(experiment()) });
  const incident = () => visit.page.getByRole('link', { name: 'Killed agent worker-3 is back' });
  const openIncident = async () => {
    await incident().click();
    await visit.page.getByText('What to do').waitFor();
  };
  beforeEach(async () => {
    await visit.page.unrouteAll();
    await visit.open('/');
    await incident().waitFor();
  });
  // What the browser says of an answer that is a refusal is no complaint where a refusal is meant.
  afterEach(() => {
    const { complaints } = visit;
    complaints.splice(0, Infinity, ...complaints.filter((text) => !text.startsWith('Failed to load')));
  });

  it.each(pages)(
    'leads to $title by g and $key, and that is sound at every width',
    async ({ key, title }) => {
      const { page } = visit;
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await expect.poll(() => page.locator('.state.loading').count()).toBe(0);
      await expectAccessible(page);
      await expectFits(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: null });
    },
  );

  it('remembers the theme that somebody chose', async () => {
    const { page } = visit;
    await page.getByLabel('Theme').selectOption('dark');
    await page.reload();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await page.getByLabel('Theme').selectOption('system');
  });

  it('is as things are when the browser brings it back as it left it', async () => {
    const { page, started } = visit;
    await expect.poll(() => page.locator('.live').textContent()).toBe('live');
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    started.source.give(manyFindings(1));
    await expect.poll(() => started.api('/incidents')).toMatchObject({ incidents: [{}, {}] });
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await page.getByRole('link', { name: 'worker-0' }).waitFor();
    await expect.poll(() => page.locator('.live').textContent()).toBe('live');
  });

  it('says what is not there', async () => {
    const { page, open } = visit;
    await open('/incidents/none');
    await page.getByText('It is not there').waitFor();
    await expectAccessible(page);
    await open('/nowhere');
    await page.getByText('There is no such page').waitFor();
    await expectAccessible(page);
  });

  it('has the person show again who they are where that is needed, and brings them back', async () => {
    const { page, started } = visit;
    await openIncident();
    const path = new URL(page.url()).pathname;
    await page.route('**/control/authorise-relaunch', (route) =>
      route.fulfill({ status: 403, json: { error: 'show again who you are', freshStepNeeded: true } }),
    );
    await page.getByRole('button', { name: /Authorise a relaunch of/ }).click();
    await page.getByRole('button', { name: 'Authorise it' }).click();
    await page.getByRole('dialog', { name: 'Show again who you are' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Go to sign-in' }).click();
    await page.getByText('mortsafe link').first().waitFor();
    await page.goto(started.link());
    await page.getByText('What to do').waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
  });

  it('says when a second person must confirm', async () => {
    const { page, toast } = visit;
    await openIncident();
    await page.route('**/control/kill', (route) =>
      route.fulfill({ status: 202, json: { approval: 'app-1', message: 'a second person must confirm it' } }),
    );
    await page.getByRole('button', { name: /Kill planner/ }).click();
    await page.getByLabel('Reason').fill('it must end');
    await page.getByRole('button', { name: 'Order the kill' }).click();
    await toast('A second person must confirm it').waitFor();
  });

  it('says that somebody is signed out, and leads to the door', async () => {
    const { browser, started } = visit;
    const other = await openPage(browser, started.link());
    await other.page.getByText('worker-3').first().waitFor();
    await other.page.context().clearCookies();
    await other.page.keyboard.press('a');
    await other.page.locator('.toast', { hasText: 'You are signed out' }).waitFor();
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await expectAccessible(other.page);
    await other.page.getByRole('button', { name: 'Sign in' }).click();
    await other.page.getByText('You are not signed in').waitFor();
    await other.page.context().close();
  });

  it('keeps what it showed while the server is away, and says so', async () => {
    const { page, started, toast } = visit;
    await openIncident();
    await started.soc.stop();
    await page.getByText('offline: trying again').waitFor();
    expect(await page.getByText('What to do').count()).toBe(1);
    await page.keyboard.press('a');
    await toast('mortsafe does not answer').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'offline');
  });
});
