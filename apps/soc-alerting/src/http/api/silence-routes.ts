import { severities } from '@mortsafe/agent-events';
import { z } from 'zod';
import { auditNameOf, type Caller, may } from '../../access/caller.ts';
import { type HeldBack, heldBackOf } from '../../pipeline/held-back.ts';
import { matcherText } from '../../pipeline/matcher.ts';
import { containedUnder } from '../../silences/contained.ts';
import { type Silence, stateOf } from '../../silences/silence.ts';
import type { SilenceReply } from '../../silences/silence-desk.ts';
import { silenceRequest } from '../../silences/silence-request.ts';
import { silenceOf, silencesOf } from '../../silences/silence-store.ts';
import { incidentsSeenBy } from './incident-access.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';
import { matchersOf, maySilence, silencesFor } from './silence-access.ts';

const statuses = { done: 200, invalid: 400, unknown: 404 } as const satisfies Record<
  SilenceReply['status'],
  number
>;
const HELD_MAX = 500;
const NONE = 'there is no such silence, or it has ended';
const name = z.string();
const contained = z.object({
  fleet: name,
  agent: name,
  state: z.enum(['compromised', 'quarantined', 'killed']),
  order: name.nullable(),
});
const hidden = z.object({ incident: name, title: name, severity: z.enum(severities), fleet: name });
const silence = z
  .object({
    id: name,
    matchers: z.array(name),
    reason: name,
    createdBy: name,
    createdAt: shapes.ms,
    startsAt: shapes.ms,
    endsAt: shapes.ms,
    expiredBy: name.nullable(),
    expiredAt: shapes.ms.nullable(),
    state: z.enum(['pending', 'active', 'expired']),
    covers: z
      .array(contained)
      .describe('Agents under containment about which it could keep something quiet.'),
    hides: z.array(hidden).optional().describe('Incidents of which it keeps something quiet now.'),
  })
  .meta({ id: 'Silence' });
const held = z
  .object({
    ...hidden.shape,
    changes: z.array(name),
    heldBy: z.array(z.object({ kind: z.enum(['silence', 'incident']), id: name })),
    since: shapes.ms,
  })
  .meta({ id: 'HeldBack' });

/** A playbook may keep quiet what it may contain; a token that only reads and notes may not. */
const neededBy = ({ kind }: Caller) => (kind === 'machine' ? 'responder' : 'analyst');

/**
 * Silences: whoever may look may list them, analysts make and end them, and machines with the role responder. Nothing
 * that comes by another door does.
 */
export function silenceRoutes({ database, desk, now }: ApiParts): ApiRoute[] {
  const shownEach = async (some: readonly Silence[], caller: Caller) => {
    const lasting = some.filter((one) => stateOf(one, now()) !== 'expired');
    const contained = await containedUnder(database, lasting);
    const covers = new Map(lasting.map((one, place) => [one, contained[place] ?? []]));
    return some.map((one) => ({
      ...one,
      matchers: one.matchers.map(matcherText),
      state: stateOf(one, now()),
      covers: (covers.get(one) ?? []).filter(({ fleet }) => may(caller, 'viewer', fleet)),
    }));
  };
  const shown = async (one: Silence, caller: Caller) => {
    const [only] = await shownEach([one], caller);
    if (!only) throw new TypeError('one silence is shown as one');
    return only;
  };
  async function heldFor(caller: Caller): Promise<HeldBack[]> {
    const all = await heldBackOf(database, HELD_MAX);
    const seen = await incidentsSeenBy(
      database,
      all.map(({ incident }) => incident),
      caller,
    );
    return all.filter(({ incident }) => seen.has(incident));
  }

  return [
    defineRoute({
      ...{ method: 'get', path: '/silences', tag: 'silences', role: 'viewer' },
      summary: 'Silences, what each hides, and the agents under containment that it covers',
      query: z.object({ ended: z.stringbool().default(false) }),
      answers: { 200: z.object({ silences: z.array(silence) }) },
      async handle({ query: { ended }, caller }) {
        const heldBack = await heldFor(caller);
        const all = await silencesOf(database, { now: now(), ended });
        const visible = await silencesFor(database, caller, all, 'viewer');
        const silences = (await shownEach(visible, caller)).map((one) => ({
          ...one,
          hides: heldBack
            .filter(({ heldBy }) => heldBy.some((by) => by.kind === 'silence' && by.id === one.id))
            .map(({ incident, title, severity, fleet }) => ({ incident, title, severity, fleet })),
        }));
        return answer(200, { silences });
      },
    }),
    defineRoute({
      ...{ method: 'get', path: '/held-back', tag: 'silences', role: 'viewer' },
      summary: 'Incidents of which something was not told, and what keeps it quiet',
      answers: { 200: z.object({ heldBack: z.array(held) }) },
      handle: async ({ caller }) => answer(200, { heldBack: await heldFor(caller) }),
    }),
    defineRoute({
      ...{ method: 'post', path: '/silences', tag: 'silences', role: 'analyst' },
      summary: 'Hear nothing of something, for 30 days at most',
      headers: { 'Idempotency-Key': 'The same for the same request: sent again, it is done once.' },
      body: silenceRequest,
      answers: { 201: z.object({ silence }) },
      async handle({ body, caller, context }) {
        const role = neededBy(caller);
        if (!(await maySilence(database, caller, matchersOf(body.matchers), role))) {
          return refuse(
            403,
            `name a fleet (fleet="…"), or an incident, in which you have the role ${role}, among the matchers`,
          );
        }
        const reply = await desk.add(body, auditNameOf(caller), context.req.header('idempotency-key'));
        if (reply.status !== 'done') return refuse(statuses[reply.status], reply.reason);
        return answer(201, { silence: await shown(reply.silence, caller) });
      },
    }),
    defineRoute({
      ...{ method: 'post', path: '/silences/{id}/expire', tag: 'silences', role: 'analyst' },
      summary: 'End a silence before its time',
      params: z.object({ id: shapes.id }),
      answers: { 200: z.object({ silence }) },
      async handle({ params: { id }, caller }) {
        const known = await silenceOf(database, id);
        if (!known || !(await maySilence(database, caller, known.matchers, 'viewer')))
          return refuse(404, NONE);
        const role = neededBy(caller);
        if (!(await maySilence(database, caller, known.matchers, role))) {
          return refuse(403, `this needs the role ${role} in its fleets`);
        }
        const reply = await desk.expire(id, auditNameOf(caller));
        if (reply.status !== 'done') return refuse(statuses[reply.status], reply.reason);
        return answer(200, { silence: await shown(reply.silence, caller) });
      },
    }),
  ];
}
