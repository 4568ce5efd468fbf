import { experiment } from '@mortsafe/soc-alerting/testing';
import type { Browser } from 'playwright-core';
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
import { hostileFindings, manyFindings } from '../../testing/seed.ts';
import { type StartedConsole, startConsole } from '../../testing/start-console.ts';

describe('the queue, in a browser', () => {
  let browser: Browser;
  let started: StartedConsole;
  let watched: WatchedPage;
  beforeAll(async () => {
    browser = await launchBrowser();
    started = await startConsole();
    watched = await openPage(browser, started.link());
  });
  afterEach(() => expect(watched.complaints).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await started.stop();
  });

  it('is quiet, then shows an incident by itself when one comes', async () => {
    await watched.page.getByText('All quiet').waitFor();
    await expectAccessible(watched.page);
    started.source.give(experiment());
    await watched.page.getByText('worker-3').first().waitFor();
  });

  it('holds what agents call themselves', async () => {
    started.source.give([...hostileFindings(), ...manyFindings(60)]);
    await watched.page.getByText('injected').first().waitFor();
    await expectAccessible(watched.page);
    for (const viewport of Object.values(widths)) {
      await watched.page.setViewportSize(viewport);
      await expectFits(watched.page);
    }
    await takePictures(watched.page, 'queue');
  });
});
