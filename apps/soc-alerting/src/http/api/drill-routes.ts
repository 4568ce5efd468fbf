import { type AgentEvent, isDrillFleet, parseAgentEvent } from '@mortsafe/agent-events';
import { z } from 'zod';
import { may } from '../../access/caller.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';

const BODY_BYTES_MAX = 1_048_576;
const EVENTS_MAX = 1_000;

/**
 * What people, controllers and sensors say in a drill. It takes nothing about any fleet that is not a drill's, and no
 * executor hears of it.
 */
export function drillRoutes({ drill }: ApiParts): ApiRoute[] {
  if (!drill) return [];
  const publish = { control: drill.publishControl, platform: drill.publishPlatform, agent: undefined };
  return [
    defineRoute({
      ...{ method: 'post', path: '/control/drill-events', tag: 'control', role: 'responder' },
      summary: 'What is said in a drill, as events; of fleets of drills alone',
      body: z.array(z.unknown()).max(EVENTS_MAX, `a list of at most ${EVENTS_MAX} events`),
      bodyBytesMax: BODY_BYTES_MAX,
      answers: { 201: z.object({ taken: z.int() }) },
      async handle({ body, caller }) {
        const events: AgentEvent[] = [];
        for (const each of body) {
          const parsed = parseAgentEvent(each);
          if (parsed.kind === 'reject') return refuse(400, parsed.reason);
          const { event } = parsed;
          if (!isDrillFleet(event.fleet)) return refuse(400, 'no fleet of a drill');
          if (!publish[event.origin]) return refuse(400, 'agents have a door of their own');
          if (!may(caller, 'responder', event.fleet))
            return refuse(403, 'this needs the role responder in its fleet');
          events.push(event);
        }
        for (const event of events) await publish[event.origin]?.(event);
        return answer(201, { taken: events.length });
      },
    }),
  ];
}
