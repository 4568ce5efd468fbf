import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type PagerDutyReply, readPagerDutyReply } from '../channels/pagerduty/pagerduty-reply.ts';
import { isFromPagerDuty } from '../channels/pagerduty/pagerduty-signature.ts';
import { type ChangeReply, notesOf } from '../incidents/casework.ts';
import type { IncidentStatus, Verdict } from '../incidents/incident.ts';
import type { IncidentChange } from '../incidents/incident-change.ts';
import type { Log } from '../log.ts';
import { incidentsInGroup } from '../pipeline/groups.ts';
import type { Queries } from '../storage/database.ts';
import { timeWords } from '../story/readable.ts';

/** Whose replies in PagerDuty are taken. */
export interface PagerDutyReplies {
  /** Of the webhook subscription. */
  secret: string;
  /** PagerDuty's ids of people, and who that is here. Nobody else's reply does anything. */
  people: Readonly<Record<string, string>>;
  /** What an incident was that is resolved there. Default: nobody says, and it is only taken on here. */
  resolvedAs?: Verdict;
}

export interface PagerDutyRoutesOptions {
  replies: PagerDutyReplies;
  database: Queries;
  /** Does what a person decided about an incident, in their name. */
  change(incident: string, change: IncidentChange, person: string): Promise<ChangeReply>;
  now(): number;
  log: Log;
}

const BODY_BYTES_MAX = 262_144;
/** Nothing but what it tells says when it was signed. */
const OLD_MS_MAX = 3_600_000;
const AHEAD_MS_MAX = 300_000;

/**
 * Where PagerDuty says what became of an alert (a webhook subscription, V3, to `…/pagerduty/webhook`). Its signature is
 * its credential; who did it must be named in the configuration.
 */
export function pagerDutyRoutes(options: PagerDutyRoutesOptions): Hono {
  const { replies, database, change, now, log } = options;
  const routes = new Hono();
  routes.post('/pagerduty/webhook', bodyLimit({ maxSize: BODY_BYTES_MAX }), async (context) => {
    const body = await context.req.text();
    if (!isFromPagerDuty(context.req.header('x-pagerduty-signature'), body, replies.secret)) {
      return context.json({ error: 'not signed by PagerDuty' }, 401);
    }
    const reply = readPagerDutyReply(body);
    const age = reply ? now() - reply.at : 0;
    if (!reply || age > OLD_MS_MAX || age < -AHEAD_MS_MAX) return context.body(null, 202);
    const person = Object.hasOwn(replies.people, reply.user) ? replies.people[reply.user] : undefined;
    if (person === undefined) {
      log('warn', `pagerduty: ${reply.user} is nobody who may act: add them to people`);
      return context.body(null, 202);
    }
    for (const { id, status } of await incidentsInGroup(database, reply.group)) {
      const wanted = changeFor(reply, status, replies.resolvedAs);
      if (!wanted) continue;
      const isNoted = (await notesOf(database, id)).some(({ body }) => body === wanted.note);
      if (!isNoted) await change(id, wanted, person);
    }
    return context.body(null, 202);
  });
  return routes;
}

/** Undefined where it has come as far by itself: the same reply may arrive twice. */
function changeFor(
  { action, at }: PagerDutyReply,
  status: IncidentStatus,
  resolvedAs: Verdict | undefined,
): IncidentChange | undefined {
  if (status === 'resolved') return undefined;
  if (action === 'acknowledged') return status === 'open' ? { status: 'acknowledged' } : undefined;
  if (resolvedAs) return { status: 'resolved', verdict: resolvedAs };
  // The time tells one reply from another.
  const note = `It was resolved in PagerDuty, ${timeWords(at)}. Resolve it here, too, and say what it was.`;
  // Who closes it on both sides may be about to say here what it was.
  return status === 'open' ? { status: 'acknowledged', note } : { note };
}
