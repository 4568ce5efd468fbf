import { z } from 'zod';

/** Somebody took an alert on in PagerDuty, or resolved it. */
export interface PagerDutyReply {
  action: 'acknowledged' | 'resolved';
  /** Our own key of the alert: a group of incidents. */
  group: string;
  /** PagerDuty's id of the person. */
  user: string;
  /** When it happened there, epoch milliseconds. */
  at: number;
}

const actions = { 'incident.acknowledged': 'acknowledged', 'incident.resolved': 'resolved' } as const;
const webhook = z.object({
  event: z.object({
    event_type: z.enum(['incident.acknowledged', 'incident.resolved']),
    occurred_at: z.iso.datetime(),
    agent: z.object({ id: z.string().regex(/^[A-Z0-9]{1,32}$/), type: z.literal('user_reference') }),
    data: z.object({ incident_key: z.string().min(1).max(255) }),
  }),
});

/**
 * Reads a webhook (V3), whose signature was checked; undefined where it is about something else, or no person did it:
 * what our own messages do there comes back as well.
 */
export function readPagerDutyReply(body: string): PagerDutyReply | undefined {
  const read = webhook.safeParse(parsed(body));
  if (!read.success) return undefined;
  const { event_type, occurred_at, agent, data } = read.data.event;
  const [group, user, at] = [data.incident_key, agent.id, Date.parse(occurred_at)];
  return { action: actions[event_type], group, user, at };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
