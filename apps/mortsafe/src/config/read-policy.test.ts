import { describe, expect, it } from 'vitest';
import { builtInRules } from '../user-rules/rule-set.ts';
import { readPolicy } from './read-policy.ts';

const tuned = (rule: string, limit: string): string => `fleets: [{ rules: { ${rule}: { ${limit}: 5 } } }]`;

describe('the policy', () => {
  it('may tell any rule how much one sender may bring', () => {
    const { policy } = readPolicy(tuned('forged-authority', 'findingsPerSender'), 'p.yaml', builtInRules);
    expect(policy.fleets[0]?.rules['forged-authority']?.limits).toEqual({ findingsPerSender: 5 });
  });

  it('names no number that a rule does not have', () => {
    const read = () => readPolicy(tuned('forged-authority', 'tolerance'), 'p.yaml', builtInRules);
    expect(read).toThrow('the rule has no such number; it has enabled, findingsPerSender');
  });
});
