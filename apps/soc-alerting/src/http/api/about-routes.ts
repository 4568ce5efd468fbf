import { type VitalSign, vitalKinds } from '@mortsafe/agent-events';
import { z } from 'zod';
import { may } from '../../access/caller.ts';
import { fleetsWith } from '../../access/roles.ts';
import { doorHealth } from '../../telemetry/door-health.ts';
import { DOOR_MINUTES_MAX } from '../../telemetry/door-minute-store.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const limits = z.record(z.string(), z.number());
const rule = z
  .object({
    id: z.string(),
    title: z.string(),
    page: z.string().nullable().describe('Below docs/; null where it is a rule of the user.'),
    limits: limits.describe('Its numbers where nothing else is said; durations in milliseconds.'),
    tuning: z
      .array(z.object({ fleet: z.string(), agents: z.string(), enabled: z.boolean(), limits }))
      .describe('What the policy says of it; the first that matches fleet and agent holds.'),
  })
  .meta({ id: 'Rule' });
const vital = z
  .object({
    kind: z.enum(vitalKinds),
    name: z.string(),
    fleet: z.string().optional().describe('Of a sensor: the fleet that it looks at.'),
    time: shapes.ms.describe('When it was last heard.'),
    missed: z.boolean().describe('False where nobody would be missed.'),
  })
  .meta({ id: 'VitalSign' });

const doorHealthShape = z
  .object({
    door: z.string(),
    fleet: z.string().nullable().describe('Null: the whole door.'),
    until: shapes.ms.describe('Until when it was counted.'),
    eventsPerSecond: z.number().describe('In the newest two minutes.'),
    events: z.int(),
    lost: z.int().describe('What senders say that they lost on the way.'),
    rejected: z.record(z.string(), z.int()).describe('What could not be read, by reason.'),
    dropped: z.record(z.string(), z.int()).describe('What was understood and left out, by reason.'),
    lag: z.int().nullable().describe('Messages that wait; null where nobody knows.'),
    skew: z
      .object({ medianMs: z.number(), worstMs: z.number() })
      .nullable()
      .describe('By how much clocks of senders are ahead.'),
    minutes: z
      .array(
        z.object({
          minute: shapes.ms,
          events: z.int(),
          lost: z.int(),
          rejected: z.int(),
          dropped: z.int(),
          lag: z.int().nullable(),
        }),
      )
      .describe('The oldest first; a minute in which nothing was counted is left out.'),
  })
  .meta({ id: 'DoorHealth' });

/** The rules as they are in force, and when every source was last heard. */
export const aboutRoutes = ({ database, now, rules, rulePage, telemetry }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/rules', tag: 'rules', role: 'viewer' },
    summary: 'Rules, their numbers, and how the policy tunes them',
    answers: { 200: z.object({ rules: z.array(rule) }) },
    handle: ({ caller }) =>
      answer(200, {
        rules: rules().map((one) => ({
          ...one,
          // A glob is shown to who may see everything; a name to who may see that fleet.
          tuning: one.tuning.filter(({ fleet }) => fleet === '*' || may(caller, 'viewer', fleet)),
        })),
      }),
  }),
  defineRoute({
    ...{ method: 'get', path: '/rules/{id}/page', tag: 'rules', role: 'viewer' },
    summary: 'The page of a rule: what it sees, when it is wrong, what to do',
    params: z.object({ id: shapes.id }),
    answers: { 200: { type: 'text/markdown' } },
    async handle({ params: { id }, context }) {
      const isOurs = rules().some((one) => one.id === id && one.page !== null);
      const text = isOurs ? await rulePage(id) : undefined;
      if (text === undefined) return refuse(404, 'this rule has no page');
      return context.text(text, 200, { 'content-type': 'text/markdown; charset=utf-8' });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/telemetry', tag: 'fleets', role: 'viewer' },
    summary: 'When everybody was last heard, and what enters: rate, lag, rejects, clocks, losses',
    query: z.object({
      minutes: z.coerce.number().int().min(1).max(DOOR_MINUTES_MAX).default(60),
      fleet: shapes.fleetName.optional().describe('What is of this fleet, by whichever door.'),
    }),
    answers: { 200: z.object({ sources: z.array(vital), doors: z.array(doorHealthShape) }) },
    handle: async ({ query: { minutes, fleet }, caller }) =>
      answer(200, {
        doors: await doorHealth(database, {
          fleets: fleetsWith(caller.grants, 'viewer'),
          since: now() - minutes * 60_000,
          fleet,
        }),
        sources: [...telemetry()]
          .filter((sign) => may(caller, 'viewer', fleetOf(sign)))
          .sort((one, other) => one.time - other.time),
      }),
  }),
];

/** Detectors and doors are nobody's alone. */
const fleetOf = ({ kind, name, fleet }: VitalSign): string | null =>
  kind === 'fleet' ? name : kind === 'sensor' ? (fleet ?? null) : null;
