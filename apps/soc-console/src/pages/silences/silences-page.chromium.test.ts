import { experiment, hostileTexts } from '@mortsafe/soc-alerting/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  expectAccessible,
  expectFits,
  launchBrowser,
  openPage,
  takePictures,
  type WatchedPage,
  widths,
} from '../../testing/open-browser.ts';
import { manyFindings } from '../../testing/seed.ts';
import { type StartedConsole, startConsole, VERA_TOKEN } from '../../testing/start-console.ts';

const HOUR_MS = 3_600_000;

describe('the silences page, in a browser', () => {
  let browser: Browser;
  let started: StartedConsole;
  let watched: WatchedPage;
  let page: Page;
  const dialog = () => page.getByRole('dialog', { name: 'New silence' });
  const type = async (label: string, text: string): Promise<void> => {
    await dialog().getByLabel(label).focus();
    await page.keyboard.type(text);
  };
  beforeAll(async () => {
    browser = await launchBrowser();
    started = await startConsole();
    started.source.give([...experiment(), ...manyFindings(12)]);
    watched = await openPage(browser, started.link());
    page = watched.page;
    await page.getByRole('link', { name: 'worker-10' }).waitFor();
  });
  afterEach(() => expect(watched.complaints).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await started.stop();
  });

  it('is made by keyboard alone, and shows before what it would hide, and whom it would cover', async () => {
    await started.api('/control/compromised', {
      ...{ fleet: 'checkout', agent: 'worker-3' },
    });
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByText('Nothing is silenced').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('n');
    await dialog().waitFor();
    await type('Reason', 'moving the hosts');
    await page.keyboard.press('Tab');
    await dialog().getByRole('button', { name: 'Silence', exact: true }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByText('add at least one matcher').waitFor();
    await type('Matcher', 'fleet=checkout');
    await page.keyboard.press('Enter');
    await dialog()
      .getByText(/incidents of those that are open would be quiet/)
      .waitFor();
    await dialog().getByText('It would cover an agent').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'silences-new');
    await dialog().getByRole('button', { name: 'Silence', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('moving the hosts').waitFor();
    await page.getByText('Covers an agent').waitFor();
    await expect.poll(() => dialog().count()).toBe(0);
    await expectAccessible(page);
  });

  it('says what the server refuses where it was asked, and takes an end of one’s own', async () => {
    await page.keyboard.press('n');
    await type('Matcher', 'rule=~(');
    await page.keyboard.press('Enter');
    await dialog().getByText('no regular expression').first().waitFor();
    await dialog()
      .getByRole('button', { name: /remove/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await type('Matcher', 'severity!=low');
    await page.keyboard.press('Enter');
    await dialog().getByLabel('Ends').selectOption('at');
    const soon = new Date(Date.now() + 48 * HOUR_MS - new Date().getTimezoneOffset() * 60_000);
    await dialog().getByLabel('When').fill(soon.toISOString().slice(0, 16));
    await type('Reason', 'everything but the small');
    await dialog().getByRole('button', { name: 'Silence', exact: true }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByText('at least one must say what it is about').waitFor();
    // Browsers complain of each refusal, too.
    expect(watched.complaints.splice(0).filter((one) => !one.includes('400'))).toEqual([]);
    await type('Matcher', 'fleet=research');
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: 'Silence', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/ends in (1 d|47 h)/).waitFor();
  });

  it('is ended by keyboard, and stays in the list of those that ended', async () => {
    await page.getByRole('button', { name: /^End it severity/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'End this silence?' }).waitFor();
    await page.getByRole('button', { name: 'End it', exact: true }).last().focus();
    await page.keyboard.press('Enter');
    await page.locator('.toast', { hasText: 'The silence has ended' }).waitFor();
    await page.getByRole('button', { name: 'Also ended' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Ended' }).getByText('everything but the small').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'silences');
  });

  it('holds hostile matchers and reasons, and fits every width', async () => {
    for (const text of hostileTexts) {
      const matchers = [`fleet="research"`, `agent=${JSON.stringify(text)}`];
      await started.api('/silences', { matchers, reason: text, forMs: HOUR_MS });
    }
    await page.getByText('injected').first().waitFor();
    await expectAccessible(page);
    for (const viewport of Object.values(widths)) {
      await page.setViewportSize(viewport);
      await expectFits(page);
    }
    await takePictures(page, 'silences-hostile');
  });

  it('lets who may only look see them, and do nothing', async () => {
    const vera = await openPage(browser, await started.linkAs(VERA_TOKEN));
    await vera.page.goto(`${new URL(page.url()).origin}/silences?new=true`);
    await vera.page.getByText('moving the hosts').waitFor();
    expect(await vera.page.getByRole('button', { name: 'New silence' }).isDisabled()).toBe(true);
    expect(await vera.page.getByRole('dialog').count()).toBe(0);
    expect(await vera.page.getByRole('button', { name: /^End it fleet="checkout"/ }).isDisabled()).toBe(true);
    await expectAccessible(vera.page);
    expect(vera.complaints).toEqual([]);
    await vera.page.context().close();
  });
});
