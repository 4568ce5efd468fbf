import type { SocAlertingOptions } from '@mortsafe/soc-alerting';
import { experiment, hostileTexts } from '@mortsafe/soc-alerting/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, takePictures } from '../../testing/open-browser.ts';
import { hostileFindings } from '../../testing/seed.ts';
import { VERA_TOKEN } from '../../testing/start-console.ts';
import { visitConsole } from '../../testing/visit-console.ts';

type Channel = NonNullable<SocAlertingOptions['channels']>[number];

describe('the channels page, in a browser', () => {
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
  const visit = visitConsole({
    channels,
    routing: { route: { channels: ['soc-webhook'], groupWaitMs: 0, groupIntervalMs: 0 } },
  });
  const card = (name: string) => visit.page.locator('.channels-card', { hasText: name });
  const letters = () => visit.page.getByRole('table', { name: 'Undelivered messages' });
  beforeEach(() => visit.open('/channels'));

  it('says that everything arrived', async () => {
    const { page } = visit;
    await page.getByText('Every message arrived').waitFor();
    await expectAccessible(page);
  });

  it('shows by itself what could not be delivered, and sends one again by keyboard', async () => {
    const { page, started, toast } = visit;
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
    const { page } = visit;
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
    const { page, started, toast } = visit;
    isRejecting = true;
    started.source.give(hostileFindings());
    await letters().getByText('injected').first().waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Test soc-webhook' }).click();
    await card('soc-webhook').getByText('Trying again would change nothing').waitFor();
    await expectAccessible(page);
    await expectFits(page);
    for (const key of ['x', 'j', 'x']) await page.keyboard.press(key);
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
    await visit.as(VERA_TOKEN, '/channels', async (page) => {
      await page.getByText('the role admin in all fleets is needed').waitFor();
      await page.getByText('injected').first().waitFor();
      for (const name of ['Test soc-webhook', 'Send all again']) {
        expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
      }
      await expectAccessible(page);
    });
  });
});
