import { defaultPolicyEntry, type Policy, type PolicyEntry } from '@mortsafe/agent-events';

/** A policy of one entry: says what matters, the rest is as without a policy. */
export const policyOf = (entry: Partial<PolicyEntry>): Policy => ({
  fleets: [{ ...defaultPolicyEntry, ...entry }],
});
