import { hostileTexts, instanceOfOrder, T0, wholeOrder } from '@mortsafe/soc-alerting/testing';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, takePictures } from '../../testing/open-browser.ts';
import { BOB_TOKEN } from '../../testing/start-console.ts';
import { visitConsole } from '../../testing/visit-console.ts';

describe('the orders page, in a browser', () => {
  const visit = visitConsole({
    access: { fourEyes: true },
    seenAgents: () => [
      {
        ...{ fleet: 'crew', agent: 'researcher', killed: false, lastSign: T0 },
        instances: [{ instance: 'r-1', state: 'alive', lastSign: T0 }],
      },
    ],
  });

  it('kills by keyboard alone, after it said whom that means and asked again', async () => {
    const { page, started, open } = visit;
    await open('/orders?fleet=crew');
    await page.getByText('Nobody was killed').waitFor();
    await expectAccessible(page);
    await page.keyboard.press('n');
    await page.getByLabel('Agent', { exact: true }).focus();
    await page.keyboard.type('researcher');
    await page.getByLabel(/Reason/).focus();
    await page.keyboard.type('it follows injected instructions');
    await expectAccessible(page);
    await takePictures(page, 'orders-new');
    await page.getByRole('button', { name: 'Kill …' }).last().focus();
    await page.keyboard.press('Enter');
    await page.getByText('1 of its instances lives').waitFor();
    expect(started.published).toEqual([]);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Yes, do it' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'researcher' }).waitFor();
    expect(started.published).toMatchObject([
      { type: 'kill.ordered', fleet: 'crew', target: { agents: ['researcher'] }, orderedBy: { id: 'alice' } },
    ]);
    await page.getByText('not seen yet').waitFor();
  });

  it('follows an order, and each instance under it', async () => {
    const { page, started, open } = visit;
    await open('/orders?fleet=crew');
    const [{ order }] = started.published as [{ order: string }];
    const about = { fleet: 'crew', order };
    started.source.give([], {
      orders: [
        wholeOrder({ ...about, id: 'w-1', agents: ['researcher'] }),
        instanceOfOrder({ ...about, id: 'i-1', agent: 'researcher', instance: 'r-1', state: 'effective' }),
        instanceOfOrder({ ...about, id: 'i-2', agent: 'researcher', instance: 'r-2' }),
        wholeOrder({
          fleet: 'shop',
          order: 'k-2',
          id: 'w-2',
          agents: ['clerk'],
          state: 'effective',
          ended: 'rescinded',
        }),
      ],
    });
    await page.getByText('violated').first().waitFor();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary');
    await panel.getByText('r-2').waitFor();
    await panel.getByText('it follows injected instructions').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'orders-panel');
  });

  it('rescinds only with a second person, who is asked on the same page', async () => {
    const { page, started, open } = visit;
    await open('/orders');
    await page.getByRole('button', { name: 'researcher' }).click();
    await page.getByRole('button', { name: 'Rescind' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Reason').focus();
    await page.keyboard.type('false alarm');
    await page.getByRole('dialog').getByRole('button', { name: 'Rescind' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('A second person must confirm it.', { exact: false }).waitFor();
    await page.getByRole('button', { name: /Waiting for a second person/ }).click();
    await page.getByText('Somebody else must confirm what you asked for.').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'orders-approvals');
    expect(started.published).toHaveLength(1);

    const { approvals } = (await started.api('/approvals')) as { approvals: { id: string }[] };
    const answer = await fetch(`${new URL(page.url()).origin}/api/v1/approvals/${approvals[0]?.id}/confirm`, {
      method: 'POST',
      headers: { authorization: `Bearer ${BOB_TOKEN}` },
    });
    expect(answer.status).toBe(201);
    await page.getByText('Nothing waits for a second person').waitFor();
    expect(started.published).toMatchObject([{}, { type: 'kill.rescinded' }]);
  });

  it('shows who is contained', async () => {
    const { page, started, open } = visit;
    await started.api('/control/quarantine', { fleet: 'crew', agent: 'critic' });
    await open('/orders?view=contained');
    await page.getByRole('cell', { name: 'critic' }).waitFor();
    await page.getByRole('button', { name: 'Lift' }).waitFor();
    await expectAccessible(page);
    await takePictures(page, 'orders-contained');
  });

  it('holds what agents call themselves', async () => {
    const { page, started, open } = visit;
    started.source.give([], {
      orders: hostileTexts.map((text, index) =>
        wholeOrder({
          fleet: text.slice(0, 200),
          order: `h-${index}`,
          id: `h-${index}`,
          agents: [text],
          orderedBy: { kind: 'person', id: text },
        }),
      ),
    });
    await open('/orders');
    await page.locator('.link-button').getByText('injected').first().waitFor();
    await page.locator('.link-button').first().click();
    await page.getByRole('complementary').waitFor();
    await expectAccessible(page);
    await expectFits(page);
    await takePictures(page, 'orders-hostile');
  });
});
