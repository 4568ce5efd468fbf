import type { Principal } from '@mortsafe/agent-events/events';
import type { SpanContext } from '@opentelemetry/api';
import { idMaxChars } from './bounds.ts';
import { ORDERS_TOKEN } from './control/control-options.ts';
import { formatTraceparent, parseTraceparent } from './trace-context.ts';

/** What a launched process is told in its environment. Platform sensors and executors read the first three too. */
const AGENT = 'MORTSAFE_AGENT';
const FLEET = 'MORTSAFE_FLEET';
const INSTANCE = 'MORTSAFE_INSTANCE';
const LAUNCHED_BY = 'MORTSAFE_LAUNCHED_BY';
const LAUNCHED_BY_INSTANCE = 'MORTSAFE_LAUNCHED_BY_INSTANCE';
const TRACEPARENT = 'TRACEPARENT';
const TRACESTATE = 'TRACESTATE';

/** As `process.env`: read, and for the markers of one launch deleted from. */
export type Environment = Record<string, string | undefined>;

export interface Markers {
  agent?: string | undefined;
  fleet?: string | undefined;
  instance?: string | undefined;
  launchedBy?: Principal | undefined;
  /** The span in which the launcher launched this process. */
  launchSpan?: SpanContext | undefined;
}

/**
 * Reads the markers, and takes out those of this one launch. Whoever this process starts inherits its environment,
 * and would else seem to be started by the same launcher, or to be the same instance.
 */
export function takeMarkers(env: Environment): Markers {
  const markers: Markers = {
    agent: readId(env[AGENT]),
    fleet: readId(env[FLEET]),
    instance: readId(env[INSTANCE]),
    launchedBy: readPrincipal(env[LAUNCHED_BY], env[LAUNCHED_BY_INSTANCE]),
    launchSpan: parseTraceparent(env[TRACEPARENT], env[TRACESTATE]),
  };
  for (const name of [INSTANCE, LAUNCHED_BY, LAUNCHED_BY_INSTANCE, TRACEPARENT, TRACESTATE]) delete env[name];
  return markers;
}

export interface LaunchMarkers {
  agent: string;
  fleet: string;
  instance: string;
  launcher: { id: string; instance: string };
  span: SpanContext;
}

/**
 * The environment for a process that is to be `agent`: everything of `env`, and who it is and who launched it. Not the
 * token by which the launcher hears of its own orders.
 */
export function launchEnvironment(env: Environment, launch: LaunchMarkers): Record<string, string> {
  const { [TRACESTATE]: _ofAnotherSpan, [ORDERS_TOKEN]: _ofTheLauncher, ...inherited } = env;
  const state = launch.span.traceState?.serialize();
  return {
    ...(inherited as Record<string, string>),
    [AGENT]: launch.agent,
    [FLEET]: launch.fleet,
    [INSTANCE]: launch.instance,
    [LAUNCHED_BY]: `agent:${launch.launcher.id}`,
    [LAUNCHED_BY_INSTANCE]: launch.launcher.instance,
    [TRACEPARENT]: formatTraceparent(launch.span),
    ...(state && { [TRACESTATE]: state }),
  };
}

const readId = (text: string | undefined): string | undefined =>
  text !== undefined && text.length >= 1 && text.length <= idMaxChars ? text : undefined;

function readPrincipal(text = '', instance: string | undefined): Principal | undefined {
  const [, kind, id] = /^(agent|controller|person):(.+)$/s.exec(text) ?? [];
  const known = readId(id);
  if (known === undefined) return undefined;
  const launch = readId(instance);
  return { kind: kind as Principal['kind'], id: known, ...(launch !== undefined && { instance: launch }) };
}
