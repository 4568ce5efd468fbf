import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHook, type HookSettings } from '../../control/hook.ts';
import type { Database } from '../../storage/database.ts';
import { OPENING_MS } from '../../testing/databases.ts';
import { openEmbedded } from '../../testing/embedded.ts';
import { testedApp } from '../../testing/http.ts';

const SECRET = 'secret-of-the-machine';

/** An EDR: a detection on a host, whose agent it knows. */
const edr: HookSettings = {
  ...{ name: 'edr', secret: SECRET, fleets: ['checkout'] },
  signature: { header: 'x-edr-signature', prefix: 'sha256=' },
  rules: [
    {
      act: 'compromised',
      when: { '$.detection.severity': ['critical', 'high'], '$.kind': ['detection'] },
      ...{ fleet: '$.host.tags.fleet', agent: '$.host.tags.agent', reason: '$.detection.title' },
    },
  ],
};
/** A SIEM: many results of one search, each about an agent. */
const siem: HookSettings = {
  ...{ name: 'siem', secret: SECRET, fleets: ['*'] },
  rules: [
    { act: 'quarantine', each: '$.results[*]', fleet: '$.fleet', agent: '$.agent_id' },
    { act: 'kill', each: '$.results[?@.risk > 90]', fleet: '$.fleet', agent: '$.agent_id', reason: '$.why' },
  ],
};
/** A gateway: it blocked a call. The fleet is always the same. */
const gateway: HookSettings = {
  ...{ name: 'gateway', secret: SECRET, fleets: ['checkout'] },
  rules: [{ act: 'quarantine', when: { '$.blocked': ['true'] }, fleet: 'checkout', agent: '$.caller.id' }],
};

describe('a door for machines elsewhere', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openEmbedded();
  }, OPENING_MS);
  beforeEach(() => database.query('truncate control_requests, orders'));
  afterAll(() => database.close());

  const doors = () => testedApp(database, {}, { hooks: [edr, siem, gateway].map(createHook) });
  const send = (tested: ReturnType<typeof doors>, name: string, body: unknown, headers = {}) =>
    tested.ask(`/api/v1/hooks/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${SECRET}`, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const signed = (body: unknown) => {
    const digest = createHmac('sha256', SECRET).update(JSON.stringify(body)).digest('hex');
    return { authorization: '', 'x-edr-signature': `sha256=${digest}` };
  };
  const detection = {
    kind: 'detection',
    detection: { severity: 'critical', title: 'Credential theft' },
    host: { tags: { fleet: 'checkout', agent: 'worker-3' } },
  };

  it('takes the detection of an EDR that signed it, once', async () => {
    const tested = doors();
    for (let time = 0; time < 2; time++) {
      const response = await send(tested, 'edr', detection, signed(detection));
      expect([response.status, await response.json()]).toEqual([
        200,
        { orders: [{ act: 'compromised', fleet: 'checkout', agent: 'worker-3', done: true }] },
      ]);
    }
    expect(tested.published).toMatchObject([
      { type: 'agent.compromised', by: { kind: 'controller', id: 'edr' }, evidence: 'Credential theft' },
    ]);
  });

  it('takes the results of a SIEM, each by itself, and what is worse as worse', async () => {
    const tested = doors();
    const results = [
      { fleet: 'checkout', agent_id: 'worker-3', risk: 50 },
      { fleet: 'research', agent_id: 4711, risk: 95, why: 'exfiltration' },
    ];
    const response = await send(tested, 'siem', { results });
    expect(((await response.json()) as { orders: object[] }).orders).toHaveLength(3);
    expect(tested.published).toMatchObject([
      { type: 'quarantine.imposed', fleet: 'checkout', agent: 'worker-3' },
      { type: 'quarantine.imposed', fleet: 'research', agent: '4711' },
      { type: 'kill.ordered', fleet: 'research', target: { agents: ['4711'] }, reason: 'exfiltration' },
    ]);
  });

  it('takes the call that a gateway blocked, and leaves alone what it let through', async () => {
    const tested = doors();
    await send(tested, 'gateway', { blocked: false, caller: { id: 'worker-1' } });
    await send(tested, 'gateway', { blocked: true, caller: { id: 'worker-2' } });
    expect(tested.published).toMatchObject([{ type: 'quarantine.imposed', agent: 'worker-2' }]);
  });

  it('believes nobody who does not sign, or signs something else', async () => {
    const tested = doors();
    const other = { ...detection, kind: 'else' };
    for (const headers of [{}, { authorization: '' }, signed(other), { 'x-edr-signature': 'sha256=' }]) {
      expect((await send(tested, 'edr', detection, headers)).status).toBe(401);
    }
    expect((await send(tested, 'siem', {}, { authorization: `Bearer ${SECRET}x` })).status).toBe(401);
    expect((await send(tested, 'nobody', {})).status).toBe(401);
    expect(tested.published).toEqual([]);
  });

  it('orders in its own fleets alone', async () => {
    const tested = doors();
    const elsewhere = { ...detection, host: { tags: { fleet: 'research', agent: 'worker-3' } } };
    const response = await send(tested, 'edr', elsewhere, signed(elsewhere));
    expect(await response.json()).toMatchObject({ orders: [{ done: false, reason: expect.any(String) }] });
    expect(tested.published).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['what is nested without end', '['.repeat(100_000)],
    [
      'more than a hundred things',
      { results: Array.from({ length: 101 }, (_, n) => ({ fleet: 'x', agent_id: n })) },
    ],
  ])('refuses %s', async (_what, body) => {
    const tested = doors();
    expect((await send(tested, 'siem', body)).status).toBe(400);
    expect(tested.published).toEqual([]);
  });

  it('takes hostile names as names, and refuses those that are too long', async () => {
    const tested = doors();
    const name = '<script>"\';--$\u007b{agent}';
    const results = [
      { fleet: 'checkout', agent_id: name },
      { fleet: 'checkout', agent_id: 'x'.repeat(300) },
    ];
    const { orders } = (await (await send(tested, 'siem', { results })).json()) as {
      orders: { done: boolean }[];
    };
    expect(orders.map(({ done }) => done)).toEqual([true, false]);
    expect(tested.published).toMatchObject([{ agent: name }]);
  });

  it.each([
    ['a secret that is too short', { ...siem, secret: 'short' }],
    ['a path that is none', { ...siem, rules: [{ act: 'kill', fleet: '$.[', agent: 'x' }] }],
  ])('is not opened with %s', (_what, settings) => {
    expect(() => createHook(settings as HookSettings)).toThrow(/^hook siem/);
  });
});
