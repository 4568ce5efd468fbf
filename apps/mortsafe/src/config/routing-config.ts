import { labelNames, parseInterval, parseMatcher } from '@mortsafe/soc-alerting/words';
import { z } from 'zod';
import { durationThat, glob } from './terms.ts';

const ROUTES_MAX = 100;
const NAMES_MAX = 50;
const INTERVALS_MAX = 20;
const DEPTH_MAX = 10;
const YEAR_MS = 365 * 86_400_000;

const given = z.string().min(1).max(64);

/** Checked here, so that a mistake is told with its line; read again where it is used. */
const matcher = z.string().superRefine((text, context) => {
  const parsed = parseMatcher(text);
  if (parsed.kind === 'invalid') context.addIssue({ code: 'custom', message: parsed.reason });
});
const matchers = z.array(matcher).max(NAMES_MAX);

const wait = durationThat((waitMs) => waitMs <= YEAR_MS, 'a duration such as 30s, 5m or 4h');

const route = z.strictObject({
  matchers: matchers.optional(),
  channels: z.array(given).max(NAMES_MAX).optional(),
  groupBy: z
    .array(z.enum(labelNames, `labels are ${labelNames.join(', ')}`))
    .min(1)
    .max(labelNames.length)
    .optional(),
  groupWait: wait.optional(),
  groupInterval: wait.optional(),
  repeatInterval: wait.optional(),
  continue: z.boolean().optional(),
  activeTimeIntervals: z.array(given).max(INTERVALS_MAX).optional(),
  muteTimeIntervals: z.array(given).max(INTERVALS_MAX).optional(),
  get routes() {
    return z.array(route).max(ROUTES_MAX).optional();
  },
});
export type RouteConfig = z.infer<typeof route>;

const spans = z.array(z.string().max(64)).min(1).max(INTERVALS_MAX).optional();
const interval = z
  .strictObject({
    times: spans,
    weekdays: spans,
    daysOfMonth: spans,
    months: spans,
    years: spans,
    location: z.string().max(64).optional(),
  })
  .superRefine((written, context) => {
    const parsed = parseInterval(written);
    if (parsed.kind === 'invalid') context.addIssue({ code: 'custom', message: parsed.reason });
  });

/** `routing` in `mortsafe.yaml`: who hears of what, and when, with Alertmanager's words. */
export const routingConfig = z.strictObject({
  teams: z
    .array(
      z.strictObject({
        team: given,
        fleets: z.array(glob).min(1).max(NAMES_MAX),
        agents: z.array(glob).min(1).max(NAMES_MAX).optional(),
      }),
    )
    .max(ROUTES_MAX)
    .optional(),
  timeIntervals: z
    .array(z.strictObject({ name: given, intervals: z.array(interval).min(1).max(INTERVALS_MAX) }))
    .max(NAMES_MAX)
    .optional(),
  route: route
    .refine(({ matchers }) => matchers === undefined || matchers.length === 0, {
      error: 'the first route takes everything: matchers belong to the routes below it',
      path: ['matchers'],
    })
    .refine((root) => depthOf(root) <= DEPTH_MAX, `routes lie at most ${DEPTH_MAX} deep`)
    .optional(),
  inhibitRules: z
    .array(
      z.strictObject({
        source: matchers.min(1),
        target: matchers.min(1),
        equal: z.array(z.enum(labelNames, `labels are ${labelNames.join(', ')}`)).min(1),
        within: wait.optional(),
      }),
    )
    .max(NAMES_MAX)
    .optional(),
});
export type RoutingConfig = z.infer<typeof routingConfig>;

const depthOf = ({ routes = [] }: RouteConfig): number => 1 + Math.max(0, ...routes.map(depthOf));

/** Names that a route uses, and where. */
export function namesIn(
  { channels = [], activeTimeIntervals = [], muteTimeIntervals = [], routes = [] }: RouteConfig,
  path: readonly (string | number)[],
): { kind: 'channel' | 'time interval'; name: string; path: (string | number)[] }[] {
  const named = (kind: 'channel' | 'time interval', key: string, names: readonly string[]) =>
    names.map((name, index) => ({ kind, name, path: [...path, key, index] }));
  return [
    ...named('channel', 'channels', channels),
    ...named('time interval', 'activeTimeIntervals', activeTimeIntervals),
    ...named('time interval', 'muteTimeIntervals', muteTimeIntervals),
    ...routes.flatMap((child, index) => namesIn(child, [...path, 'routes', index])),
  ];
}
