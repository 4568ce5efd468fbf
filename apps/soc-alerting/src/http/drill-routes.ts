import { type AgentEvent, isDrillFleet, parseAgentEvent } from '@mortsafe/agent-events';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { bearerOf } from '../control/control-tokens.ts';

export interface DrillRoutesOptions {
  personOf(token: string): string | undefined;
  publishControl(event: AgentEvent): Promise<void>;
  publishPlatform(event: AgentEvent): Promise<void>;
}

const BODY_BYTES_MAX = 1_048_576;
const EVENTS_MAX = 1_000;

/**
 * `POST /drill-events` for whoever holds a control token: what people, controllers and sensors say in a drill. It
 * takes nothing about any fleet that is not a drill's, and no executor hears of it.
 */
export function drillRoutes({ personOf, publishControl, publishPlatform }: DrillRoutesOptions): Hono {
  const routes = new Hono();
  const publish = { control: publishControl, platform: publishPlatform, agent: undefined };
  routes.use(bodyLimit({ maxSize: BODY_BYTES_MAX }));
  routes.post('/drill-events', async (context) => {
    const person = personOf(bearerOf(context.req.header('authorization')) ?? '');
    if (person === undefined) return context.json({ error: 'a control token is needed' }, 401);
    const body: unknown = await context.req.json().catch(() => undefined);
    if (!Array.isArray(body) || body.length > EVENTS_MAX) {
      return context.json({ error: `a list of at most ${EVENTS_MAX} events` }, 400);
    }
    const events: AgentEvent[] = [];
    for (const each of body) {
      const parsed = parseAgentEvent(each);
      if (parsed.kind === 'reject') return context.json({ error: parsed.reason }, 400);
      if (!isDrillFleet(parsed.event.fleet)) return context.json({ error: 'no fleet of a drill' }, 400);
      if (!publish[parsed.event.origin])
        return context.json({ error: 'agents have a door of their own' }, 400);
      events.push(parsed.event);
    }
    for (const event of events) await publish[event.origin]?.(event);
    return context.json({ taken: events.length }, 201);
  });
  return routes;
}
