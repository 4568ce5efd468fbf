import { readFile } from 'node:fs/promises';
import type { RuleInForce } from '@mortsafe/soc-alerting';
import { hostileTexts } from '@mortsafe/soc-alerting/testing';
import { describe, expect, it } from 'vitest';
import { expectAccessible, expectFits, takePictures } from '../../testing/open-browser.ts';
import { visitConsole } from '../../testing/visit-console.ts';

const ours = (id: string, title: string, about: Partial<RuleInForce> = {}): RuleInForce => ({
  ...{ id, title, page: `rules/${id}.md`, limits: {}, tuning: [], ...about },
});
const limits = { missedHeartbeats: 3, minimum: 15_000, maximum: 3_600_000, afterKill: 60_000 };
const known: RuleInForce[] = [
  ours('unauthorised-relaunch', 'A killed agent was brought back', { limits: { attribution: 10_000 } }),
  ours('telemetry-gap', 'An agent fell silent', {
    limits,
    tuning: [
      { fleet: 'checkout-*', agents: 'batch-*', enabled: true, limits: { ...limits, minimum: 300_000 } },
      { fleet: 'lab', agents: '*', enabled: false, limits },
    ],
  }),
  ours('dark-agent', 'An agent works in the dark', { limits: { afterStop: 10_000 } }),
  ours('state-exfiltration', 'Weights, checkpoint or memory were copied out'),
  ours('kill-unconfirmed', 'It fell silent, and nobody saw it stop'),
  ours('forged-authority', 'An agent spoke with the control plane’s voice'),
  ours('night-batch', 'Somebody works at night', { page: null, limits: { hours: 6 } }),
];
const wild: RuleInForce[] = hostileTexts.map((text, index) =>
  ours(`wild-${index}`, text, {
    page: index === 0 ? 'rules/wild-0.md' : null,
    limits: { [text.slice(0, 100)]: 5 },
    tuning: [{ fleet: text, agents: text, enabled: index % 2 === 0, limits: { [text.slice(0, 100)]: 7 } }],
  }),
);
const folder = new URL('../../../../../docs/rules/', import.meta.url);

describe('the rules page, in a browser', () => {
  let rules = known;
  const visit = visitConsole({
    rules: () => rules,
    rulePage: async (id) =>
      id === 'wild-0' ? hostileTexts.join('\n\n') : readFile(new URL(`${id}.md`, folder), 'utf8'),
  });
  const detail = () => visit.page.getByRole('complementary', { name: 'The rule that is open' });

  it('says what each rule finds, how grave that is, and what the policy does to it', async () => {
    const { page, open } = visit;
    await open('/rules');
    await page.getByText('nobody with the authority to say so allowed it').waitFor();
    await page.getByText('off in 1').waitFor();
    await page.getByText('A rule of your own.').waitFor();
    await expectAccessible(page);
    await takePictures(page, 'rules');
  });

  it('opens a rule by keyboard, with its numbers and its page, and goes on to another', async () => {
    const { page, open } = visit;
    await open('/rules');
    await page.getByText('off in 1').waitFor();
    for (const key of ['j', 'Enter']) await page.keyboard.press(key);
    await detail().getByRole('heading', { name: 'What it sees' }).waitFor();
    await detail().getByText('minimum 5 min').waitFor();
    await detail().getByRole('cell', { name: 'missedHeartbeats' }).waitFor();
    await expectAccessible(page);
    await takePictures(page, 'rules-open');
    await detail().getByRole('link', { name: 'kill-unconfirmed' }).first().focus();
    await page.keyboard.press('Enter');
    await detail().getByRole('heading', { name: 'nobody saw it stop' }).waitFor();
    expect(new URL(page.url()).searchParams.get('rule')).toBe('kill-unconfirmed');
    await page.keyboard.press('Escape');
    await expect.poll(() => detail().count()).toBe(0);
  });

  it('shows markup in names and pages as text, and fits every width', async () => {
    const { page, open } = visit;
    rules = wild;
    await open('/rules?rule=wild-0');
    await detail().getByText('<script>alert(1)</script>').first().waitFor();
    expect(await detail().locator('a[href^="http"], img, script').count()).toBe(0);
    await expectAccessible(page);
    await expectFits(page);
    await page.keyboard.press('Escape');
    await expect.poll(() => detail().count()).toBe(0);
    await expectFits(page);
    await takePictures(page, 'rules-hostile');
  });

  it('says when nothing is looked for', async () => {
    const { page, open } = visit;
    rules = [];
    await open('/rules');
    await page.getByText('Nothing is looked for').waitFor();
    await expectAccessible(page);
  });
});
