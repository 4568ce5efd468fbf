import { type Policy, type PolicyEntry, policyEntryFor, type RuleLimits } from '@mortsafe/agent-events';
import type { Rule } from './rule.ts';

/** The policy as a fleet's rules see it: who may do what, and each rule's numbers, for one agent. */
export interface Tuning {
  entry(agent: string): PolicyEntry;
  limits(rule: string, agent: string): RuleLimits;
  /** The numbers of a rule where they are the same for all agents. */
  limitsOfAll(rule: string): RuleLimits | undefined;
  /** The least that a number of a rule is for any agent. */
  leastLimit(rule: string, name: string): number;
  enabled(rule: string, agent: string): boolean;
}

/** Numbers that every rule has. */
export const commonLimits: RuleLimits = {
  /** How many findings about no kill order one sender may bring of a rule within an hour; one more counts the rest. */
  findingsPerSender: 100,
};

/** Numbers of the picture itself, under the rule that they belong to. */
const pictureLimits: Record<string, RuleLimits> = {
  // Silence is nobody's word: that many fall silent is told one by one, or as an outage.
  'telemetry-gap': { missedHeartbeats: 3, minimum: 15_000, maximum: 3_600_000, findingsPerSender: 50_000 },
  'kill-not-effective': { grace: 5_000 },
  'invented-agents': { bound: 10_000, within: 600_000, tracked: 125_000 },
};

/** Who says how much a rule may find in an hour says so for one sender, too. */
const boundOf = ({ findingsPerHour }: Rule): RuleLimits =>
  findingsPerHour === undefined ? commonLimits : { ...commonLimits, findingsPerSender: findingsPerHour };

export function createTuning(policy: Policy, fleet: string, rules: readonly Rule[]): Tuning {
  const entries = policy.fleets.some(({ agents }) => agents !== '*')
    ? new Map<string, PolicyEntry>()
    : undefined;
  const whole = entries ? undefined : policyEntryFor(policy, fleet, '');
  const merged = new Map<PolicyEntry, Map<string, RuleLimits>>();
  const defaults = new Map(
    rules.map((rule) => [rule.id, { ...boundOf(rule), ...pictureLimits[rule.id], ...rule.limits }]),
  );

  function entry(agent: string): PolicyEntry {
    if (whole) return whole;
    const known = entries!.get(agent);
    if (known) return known;
    const found = policyEntryFor(policy, fleet, agent);
    if (entries!.size >= REMEMBERED_AGENTS) entries!.clear();
    entries!.set(agent, found);
    return found;
  }
  function limits(rule: string, agent: string): RuleLimits {
    const of = entry(agent);
    const byRule = merged.get(of) ?? new Map<string, RuleLimits>();
    merged.set(of, byRule);
    const known = byRule.get(rule);
    if (known) return known;
    const found = { ...(defaults.get(rule) ?? pictureLimits[rule]), ...of.rules[rule]?.limits };
    byRule.set(rule, found);
    return found;
  }
  const limitsOfAll = (rule: string) => (whole ? limits(rule, '') : undefined);
  function leastLimit(rule: string, name: string): number {
    const given = policy.fleets.map(({ rules: of }) => of[rule]?.limits[name]);
    const numbers = [defaults.get(rule)?.[name], ...given].filter((number) => number !== undefined);
    return Math.min(Number.POSITIVE_INFINITY, ...numbers);
  }
  return {
    entry,
    limits,
    limitsOfAll,
    leastLimit,
    enabled: (rule, agent) => entry(agent).rules[rule]?.enabled !== false,
  };
}

const REMEMBERED_AGENTS = 100_000;
