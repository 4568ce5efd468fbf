import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEvents } from './arbitrary.ts';
import { type Finding, knownByLevels, severities } from './finding.ts';
import { findingToJson } from './finding-json.ts';
import { parseFinding, serialiseFinding } from './finding-wire.ts';

const finding: Finding = {
  id: 'f-1',
  rule: 'masked-failure',
  fleet: 'crew',
  subject: 'worker',
  alias: null,
  actor: 'planner',
  actorKnownBy: 'own-event',
  instigator: null,
  severity: 'critical',
  confidence: 0.8,
  firstTime: 1_700_000_000_000,
  lastTime: 1_700_000_001_000,
  detectedTime: 1_700_000_001_000,
  revision: 1,
  summary: 'planner reported worker healthy after it had stopped',
  evidence: ['e-1'],
  evidenceEvents: [],
  order: null,
  zombieWindowMs: null,
  count: null,
  group: null,
};

describe('findingToJson', () => {
  it('writes times as RFC 3339 and leaves out an order that is not there', () => {
    expect(findingToJson(finding)).toEqual({
      id: 'f-1',
      rule: 'masked-failure',
      fleet: 'crew',
      subject: 'worker',
      alias: null,
      actor: 'planner',
      actorKnownBy: 'own-event',
      instigator: null,
      severity: 'critical',
      confidence: 0.8,
      firstTime: '2023-11-14T22:13:20.000Z',
      lastTime: '2023-11-14T22:13:21.000Z',
      detectedTime: '2023-11-14T22:13:21.000Z',
      revision: 1,
      summary: finding.summary,
      evidence: ['e-1'],
    });
  });

  it('has order, zombie window, count and group where there are such', () => {
    const full = { ...finding, order: 'o-1', zombieWindowMs: 0, count: 3, group: ['a'] };
    expect(findingToJson(full)).toMatchObject({ order: 'o-1', zombieWindowMs: 0, count: 3, group: ['a'] });
  });
});

describe('parseFinding', () => {
  const nullable = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
  const name = fc.string({ minLength: 1, maxLength: 20 });
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
  const findings: fc.Arbitrary<Finding> = fc.record(
    {
      ...{ id: name, rule: name, fleet: name, subject: nullable(name), alias: nullable(name) },
      ...{ actor: nullable(name), instigator: nullable(name), order: nullable(name), summary: fc.string() },
      ...{ firstTime: time, lastTime: time, detectedTime: time, zombieWindowMs: nullable(fc.nat()) },
      actorKnownBy: nullable(fc.constantFrom(...knownByLevels)),
      severity: fc.constantFrom(...severities),
      confidence: fc.constantFrom(0, 0.5, 0.95, 1),
      revision: fc.integer({ min: 1, max: 99 }),
      evidence: fc.array(name, { maxLength: 5 }),
      evidenceEvents: fc.array(agentEvents(), { maxLength: 3 }),
      count: nullable(fc.nat()),
      group: nullable(fc.array(name, { maxLength: 5 })),
    },
    { noNullPrototype: true },
  );

  it('reads back what was written', () => {
    fc.assert(
      fc.property(findings, (written) => {
        expect(parseFinding(serialiseFinding(written))).toEqual({ kind: 'finding', finding: written });
      }),
    );
  });

  it.each([
    ['{', 'not JSON'],
    ['null', /^finding: /],
    [JSON.stringify({ ...JSON.parse(serialiseFinding(finding)), v: 2 }), /^v: /],
    [JSON.stringify({ ...JSON.parse(serialiseFinding(finding)), severity: 'grave' }), /^severity: /],
    [
      JSON.stringify({ ...JSON.parse(serialiseFinding(finding)), evidenceEvents: [{}] }),
      'evidenceEvents.0: type is missing',
    ],
  ])('refuses %s', (line, reason) => {
    const parsed = parseFinding(line);
    expect(parsed.kind === 'reject' && parsed.reason).toMatch(reason);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.json(), (line) => {
        expect(parseFinding(line).kind).toBe('reject');
      }),
    );
  });
});
