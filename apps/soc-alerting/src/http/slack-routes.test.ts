import { createHmac } from 'node:crypto';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSilenceDesk } from '../silences/silence-desk.ts';
import { silencesOf } from '../silences/silence-store.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { T0 } from '../testing/samples.ts';
import { slackRoutes } from './slack-routes.ts';

const signingSecret = 'signing-secret';

describe.each(testedDatabases())('buttons in Slack, on $name', ({ open }) => {
  let database: Database;
  let taken: string[];
  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    taken = [];
    await database.query('truncate silences');
  });
  afterAll(() => database.close());

  const press = (about: { action?: string; user?: string; secret?: string; at?: number } = {}) => {
    const { action = 'acknowledge', user = 'U0000ADA', secret = signingSecret, at = T0 } = about;
    const actions = [{ action_id: action, action_ts: '1.5', value: 'inc-abc' }];
    const payload = JSON.stringify({ type: 'block_actions', user: { id: user }, actions });
    const body = new URLSearchParams({ payload }).toString();
    const timestamp = String(Math.floor(at / 1_000));
    const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const app = new Hono().route(
      '/',
      slackRoutes({
        buttons: { signingSecret, people: { U0000ADA: 'ada@example.org' } },
        desk: createSilenceDesk({ database, now: () => T0, changed: () => {} }),
        async change(incident, { status }, person) {
          taken.push(`${incident} ${status} by ${person}`);
          return { status: 'unknown', reason: 'no such incident' };
        },
        now: () => T0,
        log: () => {},
      }),
    );
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
    return app.request('/slack/interactions', { method: 'POST', body, headers });
  };
  const silences = () => silencesOf(database, { now: T0 });

  it('acknowledge in the name of whoever pressed', async () => {
    expect((await press()).status).toBe(200);
    expect(taken).toEqual(['inc-abc acknowledged by ada@example.org']);
  });

  it('silence one incident for four hours, once, however often Slack tells of it', async () => {
    await press({ action: 'silence-4h' });
    await press({ action: 'silence-4h' });
    expect(await silences()).toMatchObject([
      {
        createdBy: 'ada@example.org',
        endsAt: T0 + 4 * 3_600_000,
        matchers: [{ label: 'incident', value: 'inc-abc' }],
      },
    ]);
  });

  it.each([
    ['somebody else signed', { secret: 'guess' }, 401],
    ['it was signed long ago', { at: T0 - 600_000 }, 401],
    ['nobody knows who pressed', { user: 'U000MALLORY' }, 200],
    ['nobody knows who pressed, called like a property', { user: 'CONSTRUCTOR' }, 200],
    ['the button is not ours', { action: 'launch' }, 200],
  ])('do nothing where %s', async (_what, about: Parameters<typeof press>[0] & object, status) => {
    expect((await press(about)).status).toBe(status);
    expect((await press({ ...about, action: about.action ?? 'silence-4h' })).status).toBe(status);
    expect(taken).toEqual([]);
    expect(await silences()).toEqual([]);
  });
});
