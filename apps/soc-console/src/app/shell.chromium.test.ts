import { experiment } from '@mortsafe/soc-alerting/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectFits,
  launchBrowser,
  openPage,
  takePictures,
  type WatchedPage,
  widths,
} from '../testing/open-browser.ts';
import { type StartedConsole, startConsole } from '../testing/start-console.ts';
import { pages } from './pages.ts';

describe('what stands around the pages', () => {
  let browser: Browser;
  let started: StartedConsole;
  let watched: WatchedPage;
  let page: Page;
  beforeAll(async () => {
    browser = await launchBrowser();
    started = await startConsole();
    started.source.give(experiment());
    watched = await openPage(browser, started.link());
    page = watched.page;
    await page.getByRole('link', { name: 'Killed agent worker-3 is back' }).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await started.stop();
  });
  /** What the browser says of an answer that is a refusal is no complaint where a refusal is meant. */
  const complaints = () => watched.complaints.filter((text) => !text.startsWith('Failed to load resource'));

  it.each(pages)(
    'leads to $title by g and $key, and that is sound at every width',
    async ({ key, title }) => {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      await expect.poll(() => page.locator('.state.loading').count()).toBe(0);
      await expectAccessible(page);
      for (const viewport of Object.values(widths)) {
        await page.setViewportSize(viewport);
        await expectFits(page);
      }
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: null });
      await page.setViewportSize(widths.wide);
      expect(complaints()).toEqual([]);
    },
  );

  it('remembers the theme that somebody chose', async () => {
    await page.getByLabel('Theme').selectOption('dark');
    await page.reload();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await page.getByLabel('Theme').selectOption('system');
  });

  it('says what is not there', async () => {
    await page.goto(new URL('/incidents/none', page.url()).href);
    await page.getByText('It is not there').waitFor();
    await expectAccessible(page);
    await page.goto(new URL('/nowhere', page.url()).href);
    await page.getByText('There is no such page').waitFor();
    await expectAccessible(page);
  });

  it('has the person show again who they are where that is needed, and brings them back', async () => {
    await page.goto(new URL('/', page.url()).href);
    await page.getByRole('link', { name: 'Killed agent worker-3 is back' }).click();
    await page.getByText('What to do').waitFor();
    const incident = new URL(page.url()).pathname;
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
    expect(new URL(page.url()).pathname).toBe(incident);
  });

  it('says when a second person must confirm', async () => {
    await page.route('**/control/kill', (route) =>
      route.fulfill({ status: 202, json: { approval: 'app-1', message: 'a second person must confirm it' } }),
    );
    await page.getByRole('button', { name: /Kill planner/ }).click();
    await page.getByLabel('Reason').fill('it must end');
    await page.getByRole('button', { name: 'Order the kill' }).click();
    await page.locator('.toast', { hasText: 'A second person must confirm it' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('says that somebody is signed out, and leads to the door', async () => {
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
    await started.soc.stop();
    await page.getByText('offline: trying again').waitFor();
    expect(await page.getByText('What to do').count()).toBe(1);
    await page.keyboard.press('a');
    await page.locator('.toast', { hasText: 'mortsafe does not answer' }).waitFor();
    await expectAccessible(page);
    await takePictures(page, 'offline');
  });
});
