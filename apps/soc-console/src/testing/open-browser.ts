import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** A page, and everything that should not have happened on it. */
export interface WatchedPage {
  page: Page;
  /** Violations of the policy, errors, dialogs of scripts, and requests to anywhere else. Must stay empty. */
  complaints: string[];
}

export async function launchBrowser(): Promise<Browser> {
  // The browser's own sandbox does not start for root, who runs this on a machine that is thrown away.
  return chromium.launch({ executablePath: process.env.MORTSAFE_CHROMIUM ?? '', args: ['--no-sandbox'] });
}

/** A flow that fails should say so before the whole test is given up. */
const WAIT_MS_MAX = 12_000;

/** Opens an address as a person would, and watches. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: widths.wide, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS_MAX);
  const complaints: string[] = [];
  const home = new URL(address).origin;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== home) complaints.push(`request to ${request.url()}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  await page.goto(address);
  return { page, complaints };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeFinding {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Holds the page, as it is now, against WCAG 2.2 AA and axe's good practices. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: AxeFinding[] }> } };
    return (await axe.run()).violations;
  });
  const said = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
  expect(said).toEqual([]);
}

export const widths = {
  wide: { width: 1_440, height: 900 },
  medium: { width: 1_024, height: 800 },
  phone: { width: 390, height: 844 },
};

/** At no width does anything stand out of the window to the side, and only the page's own part of it scrolls. */
export async function expectFits(page: Page): Promise<void> {
  const beyond = () =>
    page.evaluate(() => {
      const main = document.querySelector('main');
      const wide = [document.documentElement, ...(main ? [main] : [])];
      return {
        wider: Math.max(...wide.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)),
        taller: document.documentElement.scrollHeight - innerHeight,
      };
    });
  for (const viewport of Object.values(widths)) {
    await page.setViewportSize(viewport);
    await expect.poll(beyond).toEqual({ wider: 0, taller: 0 });
  }
  await page.setViewportSize(widths.wide);
}

/**
 * Pictures of a page at three widths, light and dark, for a person to look at: below `MORTSAFE_SCREENSHOTS`. Without
 * it, none are taken.
 */
export async function takePictures(page: Page, name: string): Promise<void> {
  const folder = process.env.MORTSAFE_SCREENSHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, viewport] of Object.entries(widths)) {
      await page.setViewportSize(viewport);
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(widths.wide);
}

/** Presses keys faster than anybody can: none waits for what the one before it did. */
export const pressAtOnce = (page: Page, ...keys: string[]): Promise<void> =>
  page.evaluate((all) => {
    for (const key of all) {
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    }
  }, keys);

/**
 * How long the page's thread worked from each step to the next, in milliseconds of its own processor time: what else
 * the machine does has no part in it. The least work first.
 */
export async function workOf(
  page: Page,
  steps: number,
  step: (index: number) => Promise<void>,
): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const worked = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN) * 1_000;
  };
  const times: number[] = [];
  let before = await worked();
  for (let index = 0; index < steps; index++) {
    await step(index);
    // After the frame that shows it.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    const now = await worked();
    times.push(now - before);
    before = now;
  }
  await session.detach();
  return times.sort((one, other) => one - other);
}

/** Nine of ten are at most this. */
export const nineOfTen = (sorted: readonly number[]): number =>
  sorted[Math.floor(sorted.length * 0.9)] ?? Number.NaN;
