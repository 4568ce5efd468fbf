import {
  type AgentEvent,
  type Finding,
  type OrderState,
  parseReport,
  type ShieldingAct,
} from '@mortsafe/agent-events';

/** What a stretch of the detector's reports says; told of each line that cannot be read. */
export function readReports<Line>(
  lines: readonly Line[],
  textOf: (line: Line) => string,
  unreadable: (line: Line, reason: string) => void,
) {
  const findings: Finding[] = [];
  const acts: ShieldingAct[] = [];
  const orders: OrderState[] = [];
  const timeline: AgentEvent[] = [];
  for (const line of lines) {
    const parsed = parseReport(textOf(line));
    if (parsed.kind === 'finding') findings.push(parsed.finding);
    else if (parsed.kind === 'shielding-act') acts.push(parsed.act);
    else if (parsed.kind === 'order-state') orders.push(parsed.order);
    else if (parsed.kind === 'event') timeline.push(parsed.event);
    else unreadable(line, parsed.reason);
  }
  return { findings, acts, orders, timeline };
}
