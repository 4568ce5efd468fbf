import type { AgentEvent, KillOrdered, KillTarget } from './events.ts';

const counted = { instance: 'instances', agent: 'agents', lineage: 'agents', fleet: 'fleet' } as const;

const names = (target: KillTarget): string => Object.keys(target).join(' and ') || 'nothing';

/** An order that can be read in two ways is refused: neither reading may kill. */
function targetUnlikeScope({ scope, target }: KillOrdered): string | undefined {
  const wanted = counted[scope];
  const held = target[wanted];
  if (held === undefined || Object.keys(target).length !== 1) {
    return `target must name ${wanted} and nothing else for scope ${scope}, got ${names(target)}`;
  }
  return held !== true && held.length === 0 ? `target.${wanted} must name at least one` : undefined;
}

/** What is wrong between fields that are each well formed. */
export function contradictionIn(event: AgentEvent): string | undefined {
  if (event.type === 'kill.ordered') return targetUnlikeScope(event);
  if (event.type === 'relaunch.authorised' && event.notAfter < event.notBefore) {
    return 'notAfter must not be before notBefore';
  }
  return undefined;
}
