import type { AgentEvent } from './events.ts';

/** Whom an event is about or by, as far as agents go. A name may come twice. */
export function agentsIn(event: AgentEvent): string[] {
  const names = [event.agent, event.reporter];
  if ('peer' in event) names.push(event.peer);
  if ('target' in event && typeof event.target === 'object') names.push(...(event.target.agents ?? []));
  for (const by of [
    'by' in event && event.by,
    'launchedBy' in event && event.launchedBy,
    'stoppedBy' in event && event.stoppedBy,
  ]) {
    if (by && by.kind === 'agent') names.push(by.id);
  }
  return names.filter((name): name is string => name !== undefined);
}
