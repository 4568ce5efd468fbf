import type { AgentEvent } from '@mortsafe/agent-events';
import { z } from 'zod';
import type { DoorOptions } from './config/door-location.ts';
import { answerIn, controlDoor } from './control-door.ts';
import type { Io } from './io.ts';
import { type SeenOrder, type SeenProgress, seenOrders, seenProgress } from './order-report.ts';

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

/** What was done, and what is not done before a second person confirms it. */
const answer = z.union([
  z.object({
    event: z.string(),
    order: z.string().optional(),
    message: z.string(),
    warnings: z.array(z.string()).default([]),
  }),
  z.object({ approval: z.string() }).transform(({ approval }) => ({
    approval,
    message: `not done yet: somebody else must run \`mortsafe confirm ${approval}\` within a day`,
    warnings: [],
  })),
]);

export interface ControlAnswer {
  message: string;
  warnings: string[];
  /** The order that was made, if it was one. */
  order?: string | undefined;
  /** What a second person must confirm first. */
  approval?: string;
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

const seenIncidents = z.object({
  incidents: z.array(z.object({ fleet: z.string(), rules: z.array(z.string()) })),
});
const link = z.object({ link: z.string() });

const INCIDENTS_MAX = 500;

/**
 * What a running mortsafe is told and asked by its control door.
 *
 * @throws {CannotRun} There is no token.
 */
export function controlClient(options: DoorOptions, io: Pick<Io, 'env' | 'cwd'>): ControlClient {
  const { ask, send } = controlDoor(options, io);
  return {
    order: async (act, body) => answer.parse(await ask(`control/${act}`, body)),
    agents: async (fleet, limit) => seenAgents.parse(await ask(`agents?${page(fleet, limit)}`)).agents,
    link: async () => link.parse(await ask('links', {})).link,
    async stateOf(order) {
      const response = await send(`orders/${encodeURIComponent(order)}`);
      return response.ok ? orderReport.parse(await response.json()).order : undefined;
    },
    async progressOf(order, fleet) {
      const query = fleet === undefined ? '' : `?fleet=${encodeURIComponent(fleet)}`;
      const response = await send(`order-states/${encodeURIComponent(order)}${query}`);
      return response.status === 404 ? undefined : seenProgress.parse(await answerIn(response));
    },
    ordersSeen: async ({ fleet, limit }) =>
      seenOrders.parse(await ask(`order-states?${page(fleet, limit)}`)).orders,
    async drill(events) {
      await ask('control/drill-events', events);
    },
    async rulesByFleet() {
      const rules = new Map<string, string[]>();
      const { incidents } = seenIncidents.parse(await ask(`incidents?limit=${INCIDENTS_MAX}`));
      for (const { fleet, rules: more } of incidents)
        rules.set(fleet, [...(rules.get(fleet) ?? []), ...more]);
      return rules;
    },
  };
}

const page = (fleet: string | undefined, limit: number): URLSearchParams =>
  new URLSearchParams({ limit: String(limit), ...(fleet !== undefined && { fleet }) });
