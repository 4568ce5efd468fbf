import type { AgentEvent } from '../events.ts';
import { principalName } from '../principal.ts';
import type { OcsfEvidence, OcsfVersion } from './detection-finding.ts';

/** One agent event as evidence. The whole event is there: no version has a place for what it says. */
export function evidenceOf(event: AgentEvent, version: OcsfVersion): OcsfEvidence {
  const actor = actorOf(event);
  const { agent, instance } = event;
  const named = version !== '1.8.0' && agent !== undefined;
  return {
    uid: event.id,
    name: event.type,
    data: event,
    ...(actor && { actor }),
    ...(named && {
      ai_agent: {
        uid: agent,
        name: agent,
        ...(instance !== undefined && { instance_uid: instance }),
        type_id: 0,
        type: 'Unknown',
      },
    }),
  };
}

/** Whose act it was, as the event has it: whoever ordered or did it, else who said it, else the agent itself. */
function actorOf(event: AgentEvent): OcsfEvidence['actor'] {
  const by = 'orderedBy' in event ? event.orderedBy : 'by' in event ? event.by : undefined;
  if (by?.kind === 'person') return { user: { uid: by.id, type_id: 1, type: 'User' } };
  const name = by ? principalName(by) : (event.reporter ?? event.agent);
  return name === undefined ? undefined : { app_uid: name, app_name: name };
}
