import { defaultPolicyEntry, type Policy } from '@mortsafe/agent-events';

/** So many agents are this fleet's own: they are not to be taken for a flood of invented ones. */
const AGENTS_MAX = 2_000_000;
const inventedAgents = { enabled: true, limits: { bound: AGENTS_MAX, tracked: AGENTS_MAX } };

/** Every rule as it comes, for fleets that are as large as they say. */
export const policy: Policy = {
  fleets: [{ ...defaultPolicyEntry, rules: { 'invented-agents': inventedAgents } }],
};
