import {
  INHIBIT_WITHIN_MS,
  type Matcher,
  parseInterval,
  parseMatcher,
  type RouteOptions,
  type RoutingOptions,
} from '@mortsafe/soc-alerting';
import type { RouteConfig, RoutingConfig } from './routing-config.ts';
import { withoutAbsent } from './without-absent.ts';

/** What was checked as it was read, as the SOC application takes it. */
export function routingSettings({
  teams,
  timeIntervals,
  route,
  inhibitRules,
}: RoutingConfig): RoutingOptions {
  return withoutAbsent({
    teams: teams?.map(withoutAbsent),
    timeIntervals: timeIntervals?.map(({ name, intervals }) => ({
      name,
      intervals: intervals.flatMap((written) => {
        const parsed = parseInterval(written);
        return parsed.kind === 'interval' ? [parsed.interval] : [];
      }),
    })),
    route: route && routeOptions(route),
    inhibitRules: inhibitRules?.map(({ source, target, equal, within }) => ({
      source: matchersOf(source),
      target: matchersOf(target),
      equal,
      withinMs: within ?? INHIBIT_WITHIN_MS,
    })),
  });
}

const routeOptions = (route: RouteConfig): RouteOptions =>
  withoutAbsent({
    matchers: route.matchers && matchersOf(route.matchers),
    channels: route.channels,
    groupBy: route.groupBy,
    groupWaitMs: route.groupWait,
    groupIntervalMs: route.groupInterval,
    repeatIntervalMs: route.repeatInterval,
    continue: route.continue,
    activeTimeIntervals: route.activeTimeIntervals,
    muteTimeIntervals: route.muteTimeIntervals,
    routes: route.routes?.map(routeOptions),
  });

const matchersOf = (texts: readonly string[]): Matcher[] =>
  texts.flatMap((text) => {
    const parsed = parseMatcher(text);
    return parsed.kind === 'matcher' ? [parsed.matcher] : [];
  });
