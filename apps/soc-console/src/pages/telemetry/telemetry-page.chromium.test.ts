import type { DoorMinute, VitalSign } from '@mortsafe/agent-events';
import { hostileTexts } from '@mortsafe/soc-alerting/testing';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, takePictures } from '../../testing/open-browser.ts';
import { visitConsole } from '../../testing/visit-console.ts';
import { MINUTE_MS } from './sparkline.ts';

const thisMinute = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;

const told = (door: string, about: Partial<DoorMinute> = {}, minutes = 50): DoorMinute[] =>
  Array.from({ length: minutes }, (_, index) => ({
    ...{ door, partition: 0, minute: thisMinute - (minutes - index) * MINUTE_MS, lost: 0 },
    until: thisMinute - (minutes - index - 1) * MINUTE_MS,
    events: Math.round(600 + 400 * Math.sin(index / 6) + (index % 5) * 30),
    ...about,
  }));
const busy = [
  ...told('agents', { skew: { medianMs: 12, worstMs: -4_200 } }),
  ...told('agents', { rejected: { 'is not JSON': 31, 'too large': 4 } }, 3),
  ...told('platform', { events: 20, dropped: { 'a pod of no agent that is known': 44 } }),
  ...told('agent-events', { lag: 340 }),
  ...told('agents', { fleet: 'checkout', events: 300, lost: 2 }),
  ...told('agents', { fleet: 'research', events: 0 }, 4),
];
const wild = hostileTexts
  .map((text) => text.slice(0, 200))
  .flatMap((text) => told('agents', { fleet: text, rejected: { [text]: 3 }, lost: 1 }, 2));
const sign = (kind: VitalSign['kind'], name: string, agoMs: number, about = {}): VitalSign => ({
  ...{ kind, name, time: Date.now() - agoMs, missed: true },
  ...about,
});
const signs = [
  sign('detector', 'detector', 800),
  sign('door', 'agents', 4_000),
  sign('door', 'platform', 9_000),
  sign('sensor', 'docker', 12_000, { fleet: 'checkout' }),
  sign('sensor', 'kubernetes', 380_000, { fleet: 'research' }),
  sign('fleet', 'checkout', 1_000),
  sign('fleet', 'lab', 7_200_000, { missed: false }),
];

describe('the telemetry page, in a browser', () => {
  let counted: DoorMinute[] = [];
  let heard: VitalSign[] = [];
  const visit = visitConsole({ takeDoorMinutes: () => counted.splice(0), telemetry: () => heard });

  it('says that nothing came in, and shows by itself what comes', async () => {
    const { page, open } = visit;
    await open('/telemetry');
    await page.getByText('Nothing came in').waitFor();
    await page.getByText('Nobody was heard yet.').waitFor();
    await expectAccessible(page);
    heard = signs;
    counted = busy;
    await page.getByRole('button', { name: 'platform' }).waitFor({ timeout: 20_000 });
    await page.getByText('kubernetes').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'telemetry');
  });

  it('opens a source by keyboard, with its reasons, and keeps it in the address', async () => {
    const { page, open } = visit;
    await open('/telemetry');
    await page.getByRole('button', { name: 'platform' }).waitFor();
    for (const key of ['j', 'j', 'k', 'Enter']) await page.keyboard.press(key);
    const detail = page.getByRole('complementary', { name: 'The source that is open' });
    await detail.waitFor();
    await page.reload();
    await detail.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => detail.count()).toBe(0);
    await page
      .getByRole('button', { name: /^agents/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    await detail.getByText('is not JSON').waitFor();
    await detail.getByText('4 s behind').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'telemetry-source');
  });

  it('holds what agents call themselves, and fits every width', async () => {
    const { page, open } = visit;
    counted = wild;
    heard = hostileTexts.map((name) =>
      sign('sensor', name.slice(0, 200), 1_000, { fleet: name.slice(0, 200) }),
    );
    await open('/telemetry?minutes=15');
    await page.locator('.row-link').getByText('injected').waitFor({ timeout: 20_000 });
    await page.locator('.telemetry-who').getByText('injected').first().waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await takePictures(page, 'telemetry-hostile');
    await page.locator('.row-link', { hasText: 'injected' }).click();
    await page.getByRole('complementary', { name: 'The source that is open' }).waitFor();
    await expectAccessible(page);
    await expectFits(page);
  });
});
