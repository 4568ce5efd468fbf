import { type VitalSign, vitalKinds } from '@mortsafe/agent-events';
import { z } from 'zod';
import { may } from '../../access/caller.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute } from './route.ts';
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

/** The rules as they are in force, and when every source was last heard. */
export const aboutRoutes = ({ rules, telemetry }: ApiParts): ApiRoute[] => [
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
    ...{ method: 'get', path: '/telemetry', tag: 'fleets', role: 'viewer' },
    summary: 'When detectors, doors, sensors and fleets were last heard',
    answers: { 200: z.object({ sources: z.array(vital) }) },
    handle: ({ caller }) =>
      answer(200, {
        sources: [...telemetry()]
          .filter((sign) => may(caller, 'viewer', fleetOf(sign)))
          .sort((one, other) => one.time - other.time),
      }),
  }),
];

/** Detectors and doors are nobody's alone. */
const fleetOf = ({ kind, name, fleet }: VitalSign): string | null =>
  kind === 'fleet' ? name : kind === 'sensor' ? (fleet ?? null) : null;
