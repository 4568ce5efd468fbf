import type { SocAlertingOptions } from '@mortsafe/soc-alerting';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser, openPage, type WatchedPage } from './open-browser.ts';
import { type StartedConsole, startConsole } from './start-console.ts';

/** A console of one's own, and `alice` who looks at it. */
export interface Visit extends WatchedPage {
  browser: Browser;
  started: StartedConsole;
  /** Goes there as by the address bar: whatever the page remembered is gone. */
  open(path: string): Promise<void>;
  toast(text: string): Locator;
  /** Somebody else, in a browser of their own, which is closed afterwards. They must not complain either. */
  as(token: string, path: string, look: (page: WatchedPage['page']) => Promise<void>): Promise<void>;
}

export interface VisitOptions extends Partial<SocAlertingOptions> {
  /** What the server knows before the page is opened. */
  seed?(started: StartedConsole): void;
}

/**
 * For all tests of a `describe`, whose members are there as soon as the first of them runs. After each of them nothing
 * may have gone wrong on the page.
 */
export function visitConsole({ seed, ...options }: VisitOptions = {}): Visit {
  const visit = {} as Visit;
  beforeAll(async () => {
    const [browser, started] = await Promise.all([launchBrowser(), startConsole(options)]);
    seed?.(started);
    const watched = await openPage(browser, started.link());
    const at = (path: string): string => new URL(path, watched.page.url()).href;
    Object.assign(visit, watched, {
      browser,
      started,
      open: async (path: string) => void (await watched.page.goto(at(path))),
      toast: (text: string) => watched.page.locator('.toast', { hasText: text }).first(),
      async as(token: string, path: string, look: (page: WatchedPage['page']) => Promise<void>) {
        const other = await openPage(browser, await started.linkAs(token));
        await other.page.goto(at(path));
        await look(other.page);
        expect(other.complaints).toEqual([]);
        await other.page.context().close();
      },
    } satisfies Omit<Visit, keyof WatchedPage>);
  });
  afterEach(() => expect(visit.complaints.splice(0)).toEqual([]));
  afterAll(async () => {
    await visit.browser?.close();
    await visit.started?.stop();
  });
  return visit;
}
