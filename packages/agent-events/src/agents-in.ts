import type { AgentEvent, Principal } from './events.ts';

/** Whom an event is about or by, as far as agents go. A name may come twice. */
export function agentsIn(event: AgentEvent): string[] {
  const names: string[] = [];
  const add = (name: string | undefined): void => {
    if (name !== undefined) names.push(name);
  };
  const addIfAgent = (by: Principal | undefined): void => {
    if (by?.kind === 'agent') names.push(by.id);
  };
  add(event.agent);
  add(event.reporter);
  if ('peer' in event) add(event.peer);
  if ('target' in event && typeof event.target === 'object') names.push(...(event.target.agents ?? []));
  if ('by' in event) addIfAgent(event.by);
  if ('launchedBy' in event) addIfAgent(event.launchedBy);
  if ('stoppedBy' in event) addIfAgent(event.stoppedBy);
  return names;
}
