import type { InhibitRule } from './inhibit-rules.ts';
import type { LabelName, Labels, Ownership } from './labels.ts';
import { type Matcher, matcherText, matchesAll } from './matcher.ts';
import { isWithin, type TimeInterval } from './time-interval.ts';

/** A node of the routing tree, with Alertmanager's words. What is absent is as in its parent. */
export interface RouteOptions {
  /** All must hold. The root has none: it takes everything. */
  matchers?: readonly Matcher[];
  /** Names of channels; none is a decision to tell nobody. */
  channels?: readonly string[];
  groupBy?: readonly LabelName[];
  groupWaitMs?: number;
  groupIntervalMs?: number;
  repeatIntervalMs?: number;
  /** Whether siblings after it are tried as well. Default false; not inherited. */
  continue?: boolean;
  /** It is quiet outside of these. Not inherited. */
  activeTimeIntervals?: readonly string[];
  /** It is quiet within these. Not inherited. */
  muteTimeIntervals?: readonly string[];
  /** The first that matches goes on; where none does, the route itself takes it. */
  routes?: readonly RouteOptions[];
}

export interface RoutingOptions {
  /** Default: every channel hears of everything that is not merely informational. */
  route?: RouteOptions;
  timeIntervals?: readonly TimeInterval[];
  teams?: readonly Ownership[];
  /** Beside those built in. */
  inhibitRules?: readonly InhibitRule[];
}

/** A route with all that it inherits. */
export interface Route {
  /** The matchers on the way from the root: the same after a restart, whatever else was added. */
  id: string;
  matchers: readonly Matcher[];
  channels: readonly string[];
  groupBy: readonly LabelName[];
  groupWaitMs: number;
  groupIntervalMs: number;
  repeatIntervalMs: number;
  continue: boolean;
  active: readonly TimeInterval[];
  mute: readonly TimeInterval[];
  routes: readonly Route[];
}

/** An incident is a group already, so it is told sooner than a single alert would be. */
export const routeDefaults = {
  groupBy: ['incident'],
  groupWaitMs: 2_000,
  groupIntervalMs: 2_000,
  repeatIntervalMs: 4 * 3_600_000,
} as const;

/** How things are routed, ready to be asked. */
export interface Routing {
  root: Route;
  teams: readonly Ownership[];
  inhibitRules: readonly InhibitRule[];
  /** By id; undefined where the configuration no longer has it. */
  route(id: string): Route | undefined;
}

/** @throws {Error} A channel or a time interval is named that there is not. */
export function compileRouting(options: RoutingOptions, channels: readonly string[]): Routing {
  const byId = new Map<string, Route>();
  const compile = (written: RouteOptions, parent: Route): Route => {
    const matchers = written.matchers ?? [];
    const id = uniqueIn(byId, `${parent.id}/{${matchers.map(matcherText).join(',')}}`);
    const route: Route = {
      id,
      matchers,
      channels: (written.channels ?? parent.channels).map(known('channel', channels)),
      groupBy: written.groupBy ?? parent.groupBy,
      groupWaitMs: written.groupWaitMs ?? parent.groupWaitMs,
      groupIntervalMs: written.groupIntervalMs ?? parent.groupIntervalMs,
      repeatIntervalMs: written.repeatIntervalMs ?? parent.repeatIntervalMs,
      continue: written.continue ?? false,
      active: named(options, written.activeTimeIntervals),
      mute: named(options, written.muteTimeIntervals),
      routes: [],
    };
    byId.set(id, route);
    route.routes = (written.routes ?? []).map((child) => compile(child, route));
    return route;
  };
  const root = compile(options.route ?? everythingGrave(channels), beforeAll(channels));
  return {
    root,
    teams: options.teams ?? [],
    inhibitRules: options.inhibitRules ?? [],
    route: (id) => byId.get(id),
  };
}

/** What is merely informational is listed, and wakes nobody. */
const everythingGrave = (channels: readonly string[]): RouteOptions => ({
  channels: [],
  routes: [{ matchers: [{ label: 'severity', operator: '!=', value: 'informational' }], channels }],
});

const beforeAll = (channels: readonly string[]): Route => ({
  ...{ id: '', matchers: [], channels, continue: false, active: [], mute: [], routes: [] },
  ...routeDefaults,
});

/** The routes that take what has these labels, as Alertmanager would choose them. */
export function routesFor(route: Route, labels: Labels): Route[] {
  const taken: Route[] = [];
  for (const child of route.routes) {
    if (!matchesAll(child.matchers, labels)) continue;
    taken.push(...routesFor(child, labels));
    if (!child.continue) break;
  }
  return taken.length > 0 ? taken : [route];
}

/** Whether the route is to be quiet at this time. */
export const isQuiet = ({ active, mute }: Pick<Route, 'active' | 'mute'>, time: number): boolean =>
  mute.some((interval) => isWithin(interval, time)) ||
  (active.length > 0 && !active.some((interval) => isWithin(interval, time)));

const known =
  (what: string, names: readonly string[]) =>
  (name: string): string => {
    if (names.includes(name)) return name;
    throw new Error(`routing: there is no ${what} ${name}; there is ${names.join(', ') || 'none'}`);
  };

function named({ timeIntervals = [] }: RoutingOptions, names: readonly string[] = []): TimeInterval[] {
  const check = known(
    'time interval',
    timeIntervals.map(({ name }) => name),
  );
  return names.map(check).flatMap((name) => timeIntervals.filter((interval) => interval.name === name));
}

function uniqueIn(taken: ReadonlyMap<string, unknown>, id: string): string {
  let unique = id;
  for (let number = 2; taken.has(unique); number++) unique = `${id}#${number}`;
  return unique;
}
