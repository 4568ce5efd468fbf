import { experiment, hostileTexts } from '@mortsafe/soc-alerting/testing';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, takePictures } from '../../testing/open-browser.ts';
import { manyFindings } from '../../testing/seed.ts';
import { VERA_TOKEN } from '../../testing/start-console.ts';
import { visitConsole } from '../../testing/visit-console.ts';

const HOUR_MS = 3_600_000;

describe('the silences page, in a browser', () => {
  const visit = visitConsole({
    seed: ({ source }) => source.give([...experiment(), ...manyFindings(12)]),
  });
  const dialog = () => visit.page.getByRole('dialog', { name: 'New silence' });
  const type = async (label: string, text: string): Promise<void> => {
    await dialog().getByLabel(label).focus();
    await visit.page.keyboard.type(text);
  };

  it('is made by keyboard alone, and shows before what it would hide, and whom it would cover', async () => {
    const { page, started } = visit;
    await page.getByRole('link', { name: 'worker-10' }).waitFor();
    await started.api('/control/compromised', { fleet: 'checkout', agent: 'worker-3' });
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
    const { page, open, complaints } = visit;
    await open('/silences');
    await page.getByText('moving the hosts').waitFor();
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
    expect(complaints.splice(0).filter((one) => !one.includes('400'))).toEqual([]);
    await type('Matcher', 'fleet=research');
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: 'Silence', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/ends in (1 d|47 h)/).waitFor();
  });

  it('is ended by keyboard, and stays in the list of those that ended', async () => {
    const { page, open, toast } = visit;
    await open('/silences');
    await page.getByRole('button', { name: /^End it severity/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'End this silence?' }).waitFor();
    await page.getByRole('button', { name: 'End it', exact: true }).last().focus();
    await page.keyboard.press('Enter');
    await toast('The silence has ended').waitFor();
    await page.getByRole('button', { name: 'Also ended' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Ended' }).getByText('everything but the small').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'silences');
  });

  it('holds hostile matchers and reasons, and fits every width', async () => {
    const { page, started, open } = visit;
    for (const text of hostileTexts) {
      const matchers = [`fleet="research"`, `agent=${JSON.stringify(text)}`];
      await started.api('/silences', { matchers, reason: text, forMs: HOUR_MS });
    }
    await open('/silences');
    await page.getByText('injected').first().waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await takePictures(page, 'silences-hostile');
  });

  it('lets who may only look see them, and do nothing', async () => {
    await visit.as(VERA_TOKEN, '/silences?new=true', async (page) => {
      await page.getByText('moving the hosts').waitFor();
      expect(await page.getByRole('button', { name: 'New silence' }).isDisabled()).toBe(true);
      expect(await page.getByRole('dialog').count()).toBe(0);
      expect(await page.getByRole('button', { name: /^End it fleet="checkout"/ }).isDisabled()).toBe(true);
      await expectAccessible(page);
    });
  });
});
