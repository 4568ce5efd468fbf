import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSocAlerting, type SocAlerting } from '../../soc-alerting.ts';
import { openEmbedded } from '../../testing/embedded.ts';
import { type HandedOver, handedOver } from '../../testing/handed-over.ts';
import { experiment, finding } from '../../testing/samples.ts';

describe('the page, in a browser', () => {
  let browser: Browser;
  let soc: SocAlerting;
  let page: Page;
  let source: HandedOver;
  let complaints: string[];

  beforeAll(async () => {
    // The browser's own sandbox does not start for root, who runs this on a machine that is thrown away.
    const executablePath = process.env.MORTSAFE_CHROMIUM ?? '';
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    source = handedOver();
    soc = await createSocAlerting({
      findings: source,
      storage: { database: await openEmbedded() },
      publishControl: async () => {},
      publishPlatform: async () => {},
      server: { port: 0 },
      log: () => {},
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    await page.goto(soc.viewLink());
  });
  afterEach(async () => {
    await page.close();
    await soc.stop();
  });

  it('shows an incident by itself when one comes, and its story behind a click', async () => {
    await page.getByText('All quiet').waitFor();
    source.give(experiment());
    await page.getByText('1 open').first().waitFor();

    await page.getByRole('link', { name: /worker-3/ }).click();
    await page.getByText('What to do').first().waitFor();
    const story = await page.locator('main').textContent();
    for (const part of ['worker-3', 'planner', 'critic', 'prompt injection suspected'])
      expect(story).toContain(part);
    expect(complaints).toEqual([]);
  });

  it('keeps the token of the link out of the address, and lets nobody in twice by it', async () => {
    expect(page.url()).not.toContain('token');
    const link = soc.viewLink();
    const first = await browser.newContext();
    await (await first.newPage()).goto(link);
    const second = await browser.newContext();
    const answer = await (await second.newPage()).goto(link);
    expect(answer?.ok()).toBe(false);
    await first.close();
    await second.close();
  });

  it('shows what agents call themselves as text, whatever it is', async () => {
    const name = '<img src=x onerror="alert(1)">"><script>alert(2)</script>';
    source.give([finding({ subject: name, actor: '{{7*7}}', summary: `${name} is back` })]);
    await page.getByText('1 open').first().waitFor();
    await page.getByRole('link', { name: /onerror/ }).click();
    await page.getByText('What to do').first().waitFor();

    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.locator('main').textContent()).toContain('onerror');
    expect(complaints).toEqual([]);
  });

  it.each([
    { width: 360, colorScheme: 'light' as const },
    { width: 1280, colorScheme: 'dark' as const },
  ])('fits a screen of $width pixels, $colorScheme', async ({ width, colorScheme }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    source.give(experiment());
    await page.getByText('1 open').first().waitFor();
    await page.getByRole('link', { name: /worker-3/ }).click();
    await page.getByText('What to do').first().waitFor();
    const wider = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(wider).toBe(0);
    expect(complaints).toEqual([]);
  });
});
