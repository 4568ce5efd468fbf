import type { AgentEvent, AgentEventType, RuleLimits } from '@mortsafe/agent-events';
import type { Detections, Rule } from './rule.ts';
import type { Tuning } from './tuning.ts';

/** A rule that wants to see an event, and its numbers where they are the same for all agents. */
export interface Asked {
  rule: Rule & { detect: (...args: Parameters<NonNullable<Rule['detect']>>) => Detections };
  limits: RuleLimits | undefined;
}

/** Which rules to ask about an event, in their order. Worked out once: nearly all events concern few rules. */
export interface Dispatch {
  byType: ReadonlyMap<AgentEventType, Readonly<Record<'believed' | 'unbelieved', readonly Asked[]>>>;
  /** No rule has anything to say about an event of this type that was to be expected. */
  ignoresSteady(type: AgentEventType): boolean;
  /** Nor about one that was ordinary. */
  ignoresOrdinary(type: AgentEventType): boolean;
}

export function createDispatch(rules: readonly Rule[], tuning: Tuning): Dispatch {
  const found = new Map<AgentEventType, Record<'believed' | 'unbelieved', Asked[]>>();
  for (const rule of rules) {
    if (!rule.detect) continue;
    const asked = { rule: rule as Asked['rule'], limits: tuning.limitsOfAll(rule.id) };
    for (const type of rule.on) {
      const lists = found.get(type) ?? { believed: [], unbelieved: [] };
      found.set(type, lists);
      lists[rule.sees ?? 'believed'].push(asked);
    }
  }
  const allSay = (type: AgentEventType, flag: 'ignoresSteady' | 'ignoresOrdinary'): boolean =>
    (found.get(type)?.believed ?? nobody).every(({ rule }) => rule[flag] === true);
  return {
    byType: found,
    ignoresSteady: (type) => allSay(type, 'ignoresSteady'),
    ignoresOrdinary: (type) => allSay(type, 'ignoresOrdinary'),
  };
}

const nobody: readonly Asked[] = [];

export const askedAbout = (dispatch: Dispatch, event: AgentEvent, believed: boolean): readonly Asked[] =>
  dispatch.byType.get(event.type)?.[believed ? 'believed' : 'unbelieved'] ?? nobody;
