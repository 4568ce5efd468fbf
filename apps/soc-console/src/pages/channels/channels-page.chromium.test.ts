import type { SocAlertingOptions } from '@mortsafe/soc-alerting';
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
import { hostileFindings } from '../../testing/seed.ts';
import { type StartedConsole, startConsole, VERA_TOKEN } from '../../testing/start-console.ts';

type Channel = NonNullable<SocAlertingOptions['channels']>[number];

describe('the channels page, in a browser', () => {
  let browser: Browser;
  let started: StartedConsole;
  let watched: WatchedPage;
  let page: Page;
  let isRejecting = true;
  const reason = (hostileTexts[7] ?? '').slice(0, 60);
  const channels: Channel[] = [
    {
      name: 'soc-webhook',
      deliver: async () => (isRejecting ? { status: 'rejected', reason } : { status: 'delivered' }),
    },
    { name: 'night-shift', pages: true, deliver: async () => ({ status: 'delivered' }) },
    { name: 'chat-'.repeat(12), deliver: async () => ({ status: 'retry', reason: 'HTTP 503' }) },
  ];
  const toast = (text: string) => page.locator('.toast', { hasText: text }).first();
  const card = (name: string) => page.locator('.channels-card', { hasText: name });
  const letters = () => page.getByRole('table', { name: 'Undelivered messages' });
  beforeAll(async () => {
    browser = await launchBrowser();
    started = await startConsole({
      channels,
      routing: { route: { channels: ['soc-webhook'], groupWaitMs: 0, groupIntervalMs: 0 } },
    });
    watched = await openPage(browser, started.link());
    page = watched.page;
  });
  afterEach(() => expect(watched.complaints).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await started.stop();
  });

  it('says that everything arrived', async () => {
    await page.goto(`${new URL(page.url()).origin}/channels`);
    await page.getByText('Every message arrived').waitFor();
    await expectAccessible(page);
  });

  it('shows by itself what could not be delivered, and sends one again by keyboard', async () => {
    started.source.give(experiment());
    await letters().getByRole('link').first().waitFor({ timeout: 20_000 });
    await card('soc-webhook').getByText('undelivered').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'channels');
    isRejecting = false;
    await letters().getByRole('button', { name: 'Send again' }).first().focus();
    await page.keyboard.press('Enter');
    await toast('It is being sent again').waitFor();
    await page.getByText('Every message arrived').waitFor();
  });

  it('tries a channel and says what came of it, and asks before it wakes somebody', async () => {
    await page.getByRole('button', { name: 'Test soc-webhook' }).focus();
    await page.keyboard.press('Enter');
    await card('soc-webhook').getByText('delivered', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Test chat' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('It would be tried again: HTTP 503.').waitFor();
    await page.getByRole('button', { name: 'Test night-shift' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Wake somebody?' }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    expect(await card('night-shift').getByText('delivered', { exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Test night-shift' }).click();
    await page.getByRole('button', { name: 'Send the sample' }).focus();
    await page.keyboard.press('Enter');
    await card('night-shift').getByText('delivered', { exact: true }).waitFor();
  });

  it('holds what agents call themselves, ticks some by keyboard, and fits every width', async () => {
    isRejecting = true;
    started.source.give(hostileFindings());
    await letters().getByText('injected').first().waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Test soc-webhook' }).click();
    await card('soc-webhook').getByText('Trying again would change nothing').waitFor();
    await expectAccessible(page);
    for (const viewport of Object.values(widths)) {
      await page.setViewportSize(viewport);
      await expectFits(page);
    }
    await page.setViewportSize(widths.wide);
    for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Send 2 again' }).waitFor();
    await takePictures(page, 'channels-hostile');
    await page.getByRole('button', { name: 'Send 2 again' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Send 2 messages again?' }).waitFor();
    await page.getByRole('button', { name: 'Send again' }).last().focus();
    await page.keyboard.press('Enter');
    await toast('2 messages are being sent again').waitFor();
  });

  it('lets who may only look see everything, and do nothing', async () => {
    const vera = await openPage(browser, await started.linkAs(VERA_TOKEN));
    await vera.page.goto(`${new URL(page.url()).origin}/channels`);
    await vera.page.getByText('the role admin in all fleets is needed').waitFor();
    expect(await vera.page.getByRole('button', { name: 'Test soc-webhook' }).isDisabled()).toBe(true);
    await vera.page.getByText('injected').first().waitFor();
    expect(await vera.page.getByRole('button', { name: 'Send all again' }).isDisabled()).toBe(true);
    await expectAccessible(vera.page);
    expect(vera.complaints).toEqual([]);
    await vera.page.context().close();
  });
});
