import type { AgentEvent, Finding, OrderState, SeenAgent, ShieldingAct } from '@mortsafe/agent-events';

/** What the detector has to say, in its order. */
export interface Report {
  findings: readonly Finding[];
  acts: readonly ShieldingAct[];
  orders: readonly OrderState[];
  /** Who is there, as far as that has changed. */
  agents?: readonly SeenAgent[];
  /** What happened to agents that findings name. */
  timeline?: readonly AgentEvent[];
}

/** As much of a detector as tells. */
export interface Telling {
  findings(): Finding[];
  /** Some of what waits; none only when none is left. */
  shieldingActs(): ShieldingAct[];
  orderStates(): OrderState[];
  /** Asked after the findings, which say of whom. */
  timeline?(): AgentEvent[];
}

/** Takes some of what there is to tell; undefined once nothing is left. */
export function takeReport(detector: Telling): Report | undefined {
  const report = {
    findings: detector.findings(),
    acts: detector.shieldingActs(),
    orders: detector.orderStates(),
    timeline: detector.timeline?.() ?? [],
  };
  return Object.values(report).some(({ length }) => length > 0) ? report : undefined;
}
