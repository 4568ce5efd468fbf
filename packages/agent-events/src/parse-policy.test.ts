import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPolicyRules } from './check-policy-rules.ts';
import { parsePolicy, policyProblemText } from './parse-policy.ts';
import { emptyPolicy, policyEntryFor } from './policy-entry.ts';

const EXAMPLE = `
fleets:
  - fleet: checkout-*
    launchers:
      - agents: "worker-*"
        by: ["controller:deployment/worker"]
    killSwitchOwners: ["person:*", "controller:ops/*"]
    stateDestinations: ["s3://backups/*"]
    backupPrincipals: ["controller:cronjob/backup"]
    standbys: { standby-1: [worker-1, worker-2] }
    killOrdersFrom: ["person:*"]
    trustClaimedLaunchers: false
    gateways: ["agent:mcp-gateway"]
    identity: []
    agents: "*"
    rules:
      telemetry-gap: { missedHeartbeats: 3, minimum: 15s }
      relaunch-under-new-name: { likeness: 0.5 }
      clock-forgery: { enabled: false }
`;

const policyOf = (text: string) => {
  const parsed = parsePolicy(text, 'policy.yaml');
  if (parsed.kind === 'invalid') throw new Error(parsed.problems.map(policyProblemText).join('\n'));
  return parsed.policy;
};
const problemsOf = (text: string) => {
  const parsed = parsePolicy(text, 'policy.yaml');
  return parsed.kind === 'invalid' ? parsed.problems.map(policyProblemText) : [];
};

describe('parsePolicy', () => {
  it('reads every key', () => {
    const [entry] = policyOf(EXAMPLE).fleets;
    expect(entry).toMatchObject({
      fleet: 'checkout-*',
      launchers: [{ agents: 'worker-*', by: ['controller:deployment/worker'] }],
      standbys: { 'standby-1': ['worker-1', 'worker-2'] },
      rules: {
        'telemetry-gap': { enabled: true, limits: { missedHeartbeats: 3, minimum: 15_000 } },
        'relaunch-under-new-name': { enabled: true, limits: { likeness: 0.5 } },
        'clock-forgery': { enabled: false, limits: {} },
      },
    });
  });

  it('reads JSON just as well', () => {
    expect(policyOf(JSON.stringify({ fleets: [{ fleet: 'a' }] })).fleets[0]?.fleet).toBe('a');
  });

  it.each([[''], ['# nothing\n'], ['{}'], ['fleets: []']])('takes %j for the empty policy', (text) => {
    expect(policyOf(text)).toEqual(emptyPolicy);
  });

  it('fills in the defaults of an entry', () => {
    expect(policyOf('fleets: [{}]').fleets[0]).toEqual(policyEntryFor(emptyPolicy, 'crew', 'worker'));
  });

  it.each([
    [
      'fleets:\n  - fleet: a\n    launchers:\n      - agents: w\n        by: deployment/w\n',
      'policy.yaml:5:9: fleets[0].launchers[0].by: must be a list',
    ],
    [
      'fleets:\n  - launchers:\n      - by:\n          - deployment/w\n',
      'policy.yaml:4:13: fleets[0].launchers[0].by[0]: write kind:id, such as controller:deployment/worker, ' +
        'person:*@example.org or agent:supervisor',
    ],
    [
      'fleets:\n  - launchers:\n      - agents: w\n',
      'policy.yaml:3:9: fleets[0].launchers[0].by: is missing',
    ],
    ['fleets:\n  - flete: a\n', 'policy.yaml:2:5: fleets[0]: there is no key "flete" here'],
    ['fleet: a\n', 'policy.yaml:1:1: there is no key "fleet" here'],
    [
      'fleets:\n  - rules:\n      telemetry-gap: { minimum: soon }\n',
      'policy.yaml:3:24: fleets[0].rules.telemetry-gap.minimum: write a duration such as 15s, 500ms, 10m, 24h or 7d, ' +
        'or a number from 0 on',
    ],
    [
      'fleets:\n  - rules:\n      telemetry-gap: { minimum: [] }\n',
      'policy.yaml:3:24: fleets[0].rules.telemetry-gap.minimum: must be a duration such as 15s, 10m or 7d, or a number',
    ],
    ['- a\n', 'policy.yaml:1:1: must be a set of keys and values'],
    [
      'fleets:\n  - rules: { Bad_Name: {} }\n',
      'policy.yaml:2:14: fleets[0].rules.Bad_Name: no rule has such a name',
    ],
  ])('says where %j is wrong and what to write', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('gives line and column of what is no YAML', () => {
    expect(problemsOf('fleets:\n  - fleet: "a\n')[0]).toMatch(/^policy\.yaml:\d+:\d+: /);
    expect(problemsOf('fleets: []\nfleets: []\n')).toEqual([
      'policy.yaml:2:1: the key stands here a second time',
    ]);
  });

  it('refuses a bomb of aliases, a text that is too large or too deep, and too many entries', () => {
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i += 1) bomb.push(`a${i}: &a${i} [${`*a${i - 1},`.repeat(10)}]`);
    expect(problemsOf(bomb.join('\n'))).toHaveLength(1);
    expect(problemsOf(`# ${'x'.repeat(1_048_576)}`)).toEqual(['policy.yaml:1:1: is larger than 1 MiB']);
    expect(problemsOf('['.repeat(100_000))[0]).toContain('is nested too deeply');
    const keys = Array.from({ length: 1_001 }, (_, i) => `k${i}: 1`).join('\n');
    expect(problemsOf(keys)).toEqual(['policy.yaml:1001:1: has more than 1,000 keys']);
    expect(problemsOf(`fleets: [${'{},'.repeat(1_001)}]`)).toEqual([
      'policy.yaml:1:1: fleets: must have at most 1000 entries',
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.string({ unit: fc.constantFrom(...'-: \n[]{}&*a!|>') })),
        (text) => {
          expect(parsePolicy(text, 'p').kind).toMatch(/policy|invalid/);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('policyEntryFor', () => {
  const policy = policyOf(`
fleets:
  - { fleet: "checkout-*", agents: "worker-*", trustClaimedLaunchers: true }
  - { fleet: "checkout-*", gateways: ["agent:gateway"] }
`);

  it('is the first entry that matches fleet and agent', () => {
    expect(policyEntryFor(policy, 'checkout-1', 'worker-1')).toBe(policy.fleets[0]);
    expect(policyEntryFor(policy, 'checkout-1', 'planner')).toBe(policy.fleets[1]);
    expect(policyEntryFor(policy, 'checkout-1')).toBe(policy.fleets[1]);
  });

  it('is the default where none matches', () => {
    expect(policyEntryFor(policy, 'crew', 'worker-1').killOrdersFrom).toEqual(['person:*']);
  });
});

describe('checkPolicyRules', () => {
  it('names tunings that no rule knows, with their place', () => {
    const parsed = parsePolicy(
      'fleets:\n  - rules:\n      telemetry-gap: { minimun: 1s }\n      gaps: {}\n',
      'policy.yaml',
    );
    if (parsed.kind === 'invalid') throw new Error('it is valid');
    const problems = checkPolicyRules(parsed.policy, { 'telemetry-gap': ['minimum'] }, parsed.where);
    expect(problems.map(policyProblemText)).toEqual([
      'policy.yaml:3:24: fleets[0].rules.telemetry-gap.minimun: the rule has no such number; it has enabled, minimum',
      'policy.yaml:4:7: fleets[0].rules.gaps: no rule of this name is loaded; there are telemetry-gap',
    ]);
  });
});
