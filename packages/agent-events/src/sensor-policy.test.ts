import { describe, expect, it } from 'vitest';
import { parsePolicy, policyProblemText } from './parse-policy.ts';
import { emptyPolicy, sensorPolicyOf } from './policy-entry.ts';

const problemsOf = (watched: string): string[] => {
  const parsed = parsePolicy(`sensors:\n  watched:\n    - ${watched}\n`, 'policy.yaml');
  return parsed.kind === 'invalid' ? parsed.problems.map(policyProblemText) : [];
};

describe('what a policy says of sensors', () => {
  it('has defaults for all that it does not say, and is absent where it says nothing', () => {
    const parsed = parsePolicy(
      'sensors: { fleets: [{ attribute: host.name }], watched: [{ file: /models/*, state: weights }] }',
      'policy.yaml',
    );
    expect(parsed).toMatchObject({
      policy: {
        fleets: [],
        sensors: {
          fleets: [{ attribute: 'host.name', matches: '*', fleet: '{value}' }],
          ...{ principals: [], impersonators: [], trustOwnerReferences: false },
          watched: [{ file: '/models/*', state: 'weights', readers: [] }],
        },
      },
    });
    expect(parsePolicy('', 'policy.yaml')).toMatchObject({ policy: emptyPolicy });
    expect(sensorPolicyOf(emptyPolicy)).toEqual({
      ...{ fleets: [], principals: [], impersonators: [], trustOwnerReferences: false, watched: [] },
    });
  });

  it.each([
    ['{ control: kill-switch }', 'either a `file` or an `object`'],
    ['{ file: /a, object: b/c, control: kill-switch }', 'either a `file` or an `object`'],
    ['{ file: /a }', 'either a `control` or a `state`'],
    ['{ object: a/b, state: weights, agent: x }', 'a `state` is in files'],
    ['{ object: a/b, control: policy }', 'an object needs an `agent`'],
    ['{ file: /a, control: policy, agent: "{value}" }', 'exactly one'],
    ['{ file: /*/*, control: policy, agent: "{value}" }', 'exactly one'],
    ['{ file: /a, control: everything }', 'watched[0].control'],
    ['{ fiel: /a, control: policy }', 'there is no key "fiel" here'],
  ])('is refused where it watches %s', (watched, words) => {
    const problems = problemsOf(watched);
    expect(problems[0]).toMatch(/^policy\.yaml:3:/);
    expect(problems.join('\n')).toContain(words);
  });

  it('is refused where a principal has no kind that there is', () => {
    const parsed = parsePolicy('sensors: { principals: [{ user: a, is: robot:a }] }', 'policy.yaml');
    expect(parsed).toMatchObject({ problems: [{ message: expect.stringContaining('write kind:id') }] });
  });
});
