import { defineRule } from '@mortsafe/detection';
import { hourOf } from './finding-period.ts';

/**
 * The agents' door brings more new agents than any fleet has: somebody makes them up.
 *
 * Why: a flood of names is meant to bury what matters, or to use up what we have.
 * False positives: a fleet that grows by thousands at once; announce it as a roll-out, or raise `bound`.
 */
export const inventedAgents = defineRule({
  id: 'invented-agents',
  title: 'Agents are being made up',
  on: [],
  limits: { bound: 10_000, within: 600_000, tracked: 125_000 },
  flood(event, fleet) {
    const { newcomers } = fleet;
    return {
      key: [hourOf(fleet)],
      severity: 'high',
      subject: null,
      actor: null,
      confidence: 0.8,
      summary: `The agents' door of fleet ${fleet.name} brought ${newcomers} new agents this hour, more than it may: most are made up`,
      evidence: [event],
      count: newcomers,
    };
  },
});
