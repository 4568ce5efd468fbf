import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentEvent } from '@mortsafe/agent-events';
import { z } from 'zod';
import { type DoorOptions, doorLocation } from './config/door-location.ts';
import { CannotRun, type Io } from './io.ts';
import { type SeenOrder, type SeenProgress, seenOrders, seenProgress } from './order-report.ts';
import { CONTROL_TOKEN_FILE } from './up/data-directory.ts';

export type { DoorOptions } from './config/door-location.ts';

export interface ControlClient {
  /** @throws {CannotRun} The door cannot be reached, or refuses. */
  order(act: string, body: Readonly<Record<string, unknown>>): Promise<ControlAnswer>;
  /** Who is there, those seen last first. */
  agents(fleet: string | undefined, limit: number): Promise<SeenAgent[]>;
  /** A new link to the page, good once. */
  link(): Promise<string>;
  /** How far a kill order has come; undefined when the door does not know it. */
  stateOf(order: string): Promise<OrderReport | undefined>;
  /**
   * What was seen of an order, and of the instances that it means; undefined while nothing was.
   *
   * @throws {CannotRun} The door cannot be reached, or does not know the token.
   */
  progressOf(order: string, fleet?: string): Promise<SeenProgress | undefined>;
  /** Orders that were seen, the newest first. */
  ordersSeen(about: { fleet?: string | undefined; limit: number }): Promise<SeenOrder[]>;
  /** Says in a drill what people, controllers and sensors say. */
  drill(events: readonly AgentEvent[]): Promise<void>;
  /** The rules of the newest incidents, by fleet. */
  rulesByFleet(): Promise<Map<string, string[]>>;
}

const answer = z.object({
  event: z.string(),
  order: z.string().optional(),
  message: z.string(),
  warnings: z.array(z.string()).default([]),
  /** Of what a second person must confirm first. */
  approval: z.string().optional(),
});
export type ControlAnswer = z.infer<typeof answer>;

const WAITS = 202;
const waiting = z.object({ approval: z.string() });
function waitingOf(given: unknown): ControlAnswer {
  const { approval } = waiting.parse(given);
  const message = `not done yet: somebody else must run \`mortsafe confirm ${approval}\` within a day`;
  return { event: approval, approval, message, warnings: [] };
}

const orderReport = z.object({ order: z.object({ state: z.string(), detail: z.string().nullable() }) });
export type OrderReport = z.infer<typeof orderReport>['order'];

const seenAgents = z.object({
  agents: z.array(
    z.object({
      fleet: z.string(),
      agent: z.string(),
      killed: z.boolean(),
      lastSign: z.number(),
      instances: z.array(z.object({ instance: z.string(), state: z.string(), lastSign: z.number() })),
    }),
  ),
});
export type SeenAgent = z.infer<typeof seenAgents>['agents'][number];

export const CONTROL_TOKEN_VARIABLE = 'MORTSAFE_CONTROL_TOKEN';
const seenIncidents = z.object({
  incidents: z.array(z.object({ fleet: z.string(), rules: z.array(z.string()) })),
});

const INCIDENTS_MAX = 500;
const TIMEOUT_MS = 15_000;
const REASON_CHARS_MAX = 500;

/**
 * Speaks to the control door with the operator's token: MORTSAFE_CONTROL_TOKEN, else the one in the data directory.
 *
 * @throws {CannotRun} There is no token.
 */
export function controlClient(options: DoorOptions, { env, cwd }: Pick<Io, 'env' | 'cwd'>): ControlClient {
  const { url: base, dataDirectory } = doorLocation(options, { cwd, env });
  const token = env[CONTROL_TOKEN_VARIABLE] ?? tokenFile(dataDirectory);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  const send = async (path: string, init: RequestInit): Promise<Response> => {
    try {
      return await fetch(new URL(path, base), { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch {
      throw new CannotRun(`the control door at ${base} does not answer; is \`mortsafe up\` running?`);
    }
  };

  return {
    async order(act, body) {
      const response = await send(`/api/v1/control/${act}`, {
        method: 'POST',
        // Sent again by whoever retries, it is the same order and not a second one.
        headers: { ...headers, 'idempotency-key': randomUUID() },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new CannotRun(await refusalOf(response));
      return response.status === WAITS
        ? waitingOf(await response.json())
        : answer.parse(await response.json());
    },
    async agents(fleet, limit) {
      const query = new URLSearchParams({ limit: String(limit), ...(fleet !== undefined && { fleet }) });
      const response = await send(`/api/v1/agents?${query}`, { headers });
      if (!response.ok) throw new CannotRun(await refusalOf(response));
      return seenAgents.parse(await response.json()).agents;
    },
    async link() {
      const response = await send('/api/v1/links', { method: 'POST', headers });
      if (!response.ok) throw new CannotRun(await refusalOf(response));
      return z.object({ link: z.string() }).parse(await response.json()).link;
    },
    async stateOf(order) {
      const response = await send(`/api/v1/orders/${encodeURIComponent(order)}`, { headers });
      return response.ok ? orderReport.parse(await response.json()).order : undefined;
    },
    async progressOf(order, fleet) {
      const query = fleet === undefined ? '' : `?fleet=${encodeURIComponent(fleet)}`;
      const response = await send(`/api/v1/order-states/${encodeURIComponent(order)}${query}`, { headers });
      if (response.status === 404) return undefined;
      if (!response.ok) throw new CannotRun(await refusalOf(response));
      return seenProgress.parse(await response.json());
    },
    async ordersSeen({ fleet, limit }) {
      const query = new URLSearchParams({ limit: String(limit), ...(fleet !== undefined && { fleet }) });
      const response = await send(`/api/v1/order-states?${query}`, { headers });
      if (!response.ok) throw new CannotRun(await refusalOf(response));
      return seenOrders.parse(await response.json()).orders;
    },
    async drill(events) {
      const body = JSON.stringify(events);
      const response = await send('/api/v1/control/drill-events', { method: 'POST', headers, body });
      if (!response.ok) throw new CannotRun(await refusalOf(response));
    },
    async rulesByFleet() {
      const response = await send(`/api/v1/incidents?limit=${INCIDENTS_MAX}`, { headers });
      if (!response.ok) throw new CannotRun(await refusalOf(response));
      const rules = new Map<string, string[]>();
      for (const { fleet, rules: more } of seenIncidents.parse(await response.json()).incidents) {
        rules.set(fleet, [...(rules.get(fleet) ?? []), ...more]);
      }
      return rules;
    },
  };
}

export async function refusalOf(response: Response): Promise<string> {
  if (response.status === 401) {
    return `the control door does not know this token (${CONTROL_TOKEN_VARIABLE}, or the data directory of another mortsafe)`;
  }
  const text = (await response.text()).slice(0, REASON_CHARS_MAX);
  return `the control door refuses: ${reasonIn(text) ?? `HTTP ${response.status}`}`;
}

function reasonIn(text: string): string | undefined {
  try {
    const { error } = z.object({ error: z.string() }).parse(JSON.parse(text));
    return error;
  } catch {
    return undefined;
  }
}

export function tokenFile(directory: string): string {
  const file = join(directory, CONTROL_TOKEN_FILE);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CannotRun(
      `no control token: set ${CONTROL_TOKEN_VARIABLE}, or name the data directory with --data (${file} cannot be read)`,
    );
  }
}
