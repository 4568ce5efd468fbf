import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEvents } from './arbitrary.ts';
import { knownByLevels } from './finding.ts';
import { type OrderState, orderEndings, orderStages } from './order-state.ts';
import { serialiseOrderState } from './order-state-wire.ts';
import { parseReport } from './report-line.ts';
import { serialiseAgentEvent } from './serialise-agent-event.ts';
import { actKinds, type ShieldingAct } from './shielding-act.ts';
import { serialiseShieldingAct } from './shielding-act-wire.ts';
import { killLevels, killScopes, principalKinds } from './words.ts';

const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const name = fc.string({ minLength: 1, maxLength: 20 });
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const plain = { noNullPrototype: true };

const acts: fc.Arbitrary<ShieldingAct> = fc.record(
  {
    ...{ id: name, fleet: name, by: name, for: name, containment: name, order: nullable(name), time },
    kind: fc.constantFrom(...actKinds),
    weight: fc.constantFrom(0.25, 0.5, 1),
    knownBy: fc.constantFrom(...knownByLevels),
    corroborated: fc.boolean(),
    revision: fc.integer({ min: 1, max: 99 }),
    evidence: fc.array(name, { maxLength: 3 }),
    evidenceEvents: fc.array(agentEvents(), { maxLength: 2 }),
  },
  plain,
);

const timesOf = fc
  .dictionary(fc.constantFrom(...orderStages, 'refused', 'ended'), time, plain)
  .map((times): OrderState['times'] => times);
const base = {
  ...{ id: name, fleet: name, order: name, time, times: timesOf },
  state: fc.constantFrom(...orderStages),
  revision: fc.integer({ min: 1, max: 99 }),
};
const wholes: fc.Arbitrary<OrderState> = fc.record(
  {
    ...base,
    of: fc.constant('order' as const),
    scope: fc.constantFrom(...killScopes),
    level: fc.constantFrom(...killLevels),
    orderedBy: nullable(fc.record({ kind: fc.constantFrom(...principalKinds), id: name }, plain)),
    implied: fc.boolean(),
    agents: fc.array(name, { maxLength: 3 }),
    instances: fc.array(name, { maxLength: 3 }),
    deadLine: time,
    ended: nullable(fc.constantFrom(...orderEndings)),
    counts: fc.constant({
      ...{ ordered: 1, acknowledged: 0, effective: 2, unconfirmed: 0, violated: 3 },
      'no-such-agent': 0,
    }),
    unfollowed: fc.nat(),
  },
  plain,
);
const instances: fc.Arbitrary<OrderState> = fc.record(
  { ...base, of: fc.constant('instance' as const), agent: nullable(name), instance: nullable(name) },
  plain,
);

describe('parseReport', () => {
  it('reads back an act', () => {
    fc.assert(
      fc.property(acts, (act) => {
        expect(parseReport(serialiseShieldingAct(act))).toEqual({ kind: 'shielding-act', act });
      }),
    );
  });

  it('reads back the state of an order', () => {
    fc.assert(
      fc.property(fc.oneof(wholes, instances), (order) => {
        expect(parseReport(serialiseOrderState(order))).toEqual({ kind: 'order-state', order });
      }),
    );
  });

  it('reads back what happened to an agent', () => {
    fc.assert(
      fc.property(agentEvents(), (event) => {
        expect(parseReport(serialiseAgentEvent(event))).toEqual({ kind: 'event', event });
      }),
    );
  });

  it.each([
    ['{', 'not JSON'],
    ['{"act":null}', /^act: /],
    ['{"act":{"v":2}}', /^v: /],
    ['{"order":{"v":1,"of":"galaxy"}}', /^of: /],
    ['{"order":{"v":1,"of":"instance","id":"i","fleet":"f","order":"o","state":"dead"}}', /^state: /],
    ['{"order":"kill-1"}', /^v: /],
    ['{"type":"agent.born"}', /^unknown type/],
    ['[]', /^finding: /],
  ])('refuses %s', (line, reason) => {
    const parsed = parseReport(line);
    expect(parsed.kind === 'reject' && parsed.reason).toMatch(reason);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.json(), (line) => {
        expect(parseReport(line).kind).toBe('reject');
      }),
    );
  });
});
