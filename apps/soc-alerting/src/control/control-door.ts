import { type AgentEvent, type Principal, parseAgentEvent, principalName } from '@mortsafe/agent-events';
import { ulid } from 'ulid';
import type { z } from 'zod';
import { appendAudit } from '../audit/audit-store.ts';
import { hashOf } from '../incidents/group.ts';
import { type Log, reasonOf } from '../log.ts';
import type { Database } from '../storage/database.ts';
import { listWords, readable } from '../story/readable.ts';
import type { Act } from './acts.ts';
import { ALREADY_RESCINDED } from './already-rescinded.ts';
import { addOrder, moveOrder, orderOf, rescindOrder } from './orders.ts';
import {
  type ControlAnswer,
  forgetRequests,
  keepAnswer,
  keepRequest,
  unansweredRequests,
} from './requests.ts';

export interface ControlDoorOptions {
  database: Database;
  /** Stores the event where the detector reads it; resolves once it is stored. */
  publishControl(event: AgentEvent): Promise<void>;
  /** Whether the agent was ever seen. Absent: nobody knows, and nobody is warned. */
  knownAgent?: ((fleet: string, agent: string) => boolean | Promise<boolean>) | undefined;
  /** The fleets in which an agent was seen. */
  fleetsOf?: ((agent: string) => readonly string[]) | undefined;
  /** The executor of a fleet, for the answer; undefined where orders are recorded alone. */
  executorOf(fleet: string): string | undefined;
  /** What cuts agents of a fleet off, for the answer; undefined where quarantines are recorded alone. */
  isolatorOf?: ((fleet: string) => string | undefined) | undefined;
  /** Agents that a kill means and that hear of it by themselves. */
  listeners?(order: KillOrdered): readonly string[];
  now(): number;
  log: Log;
  /** There is something to carry out. */
  ordered(): void;
  /** Enters whom an event contains or lets off into the register. Doing it twice must be doing it once. */
  mark?: ((event: AgentEvent) => Promise<unknown>) | undefined;
}

type KillOrdered = Extract<AgentEvent, { type: 'kill.ordered' }>;

export interface ControlRequest {
  act: Act;
  body: unknown;
  /** Who orders it: from a credential. */
  by: Principal;
  idempotencyKey: string | undefined;
}

export type ControlReply =
  | { status: 'done'; answer: ControlAnswer }
  | { status: 'invalid' | 'conflict' | 'unavailable'; reason: string };

/** A request under way is left alone for this long. */
const UNANSWERED_MS = 15_000;
/** How long an `Idempotency-Key` is known. */
const REMEMBERED_MS = 7 * 86_400_000;

/** Takes orders from people. What it answers is stored before it is answered. */
export function createControlDoor(options: ControlDoorOptions) {
  const { database, now } = options;

  async function request({ act, body, by, idempotencyKey }: ControlRequest): Promise<ControlReply> {
    const checked = await eventOf(act, body, by);
    if ('reason' in checked) return { status: 'invalid', reason: checked.reason };

    const key = hashOf(
      idempotencyKey === undefined ? ['event', checked.event.id] : ['key', principalName(by), idempotencyKey],
    );
    const requestHash = hashOf([act.name, JSON.stringify(body)]);
    const kept = await database.transaction(async (queries) => {
      const first = await keepRequest(queries, key, { requestHash, event: checked.event, now: now() });
      if (first.requestHash === requestHash && first.event.type === 'kill.ordered') {
        await addOrder(queries, first.event, now());
      }
      if (first.event.id === checked.event.id) {
        const about = 'order' in first.event ? `order:${first.event.order}` : `agent:${first.event.agent}`;
        const { fleet } = first.event;
        const asked = { by: principalName(by), action: `control.${act.name}`, about, fleet };
        await appendAudit(queries, [{ ...asked, change: { asked: body } }], now());
      }
      return first;
    });
    if (kept.requestHash !== requestHash) {
      return { status: 'conflict', reason: 'this Idempotency-Key was used for another request' };
    }
    if (kept.answer) return { status: 'done', answer: kept.answer };
    try {
      return { status: 'done', answer: await finish(key, kept.event) };
    } catch (error) {
      options.log('error', `control door: ${act.name} could not be stored: ${reasonOf(error)}`);
      return { status: 'unavailable', reason: 'not stored yet; it will be tried again until it is' };
    }
  }

  /** Doing it twice is doing it once: the event keeps its id. */
  async function finish(key: string, event: AgentEvent): Promise<ControlAnswer> {
    await options.publishControl(event);
    await options.mark?.(event);
    const answer = await stored(event);
    await keepAnswer(database, key, answer);
    options.log('info', `control door: ${event.type} (event ${event.id})`);
    return answer;
  }

  /** Stores what was asked for and never answered, because the process ended or the log was not there. */
  async function finishUnanswered(olderThanMs = UNANSWERED_MS): Promise<void> {
    const time = now();
    for (const { key, event } of await unansweredRequests(database, time - olderThanMs))
      await finish(key, event);
    await forgetRequests(database, time - REMEMBERED_MS);
  }

  async function eventOf(
    act: Act,
    body: unknown,
    by: Principal,
  ): Promise<{ event: AgentEvent } | { reason: string }> {
    const shape = act.body.safeParse(body);
    if (!shape.success) return { reason: problemsOf(shape.error) };

    const order = 'order' in shape.data ? await orderOf(database, String(shape.data.order)) : undefined;
    const fleet = shape.data.fleet ?? order?.fleet;
    if (fleet === undefined) return { reason: 'this order is not known here: name its fleet' };
    if (order && order.fleet !== fleet) return { reason: 'this order is of another fleet' };

    const observedTime = now();
    const fields = act.fields(shape.data as never, {
      by,
      now: observedTime,
      newOrder: `kill-${ulid(observedTime)}`,
    });
    const raw = { id: `control-${ulid(observedTime)}`, fleet, ...fields };
    const parsed = parseAgentEvent(raw, { origin: 'control', observedTime });
    return parsed.kind === 'event' ? { event: parsed.event } : { reason: parsed.reason };
  }

  /** What is due once the event is stored. */
  async function stored(event: AgentEvent): Promise<ControlAnswer> {
    const warnings = await unknownAgents(event);
    if (event.type === 'kill.ordered') {
      const executor = options.executorOf(event.fleet);
      const detail = executor ? null : withoutExecutor(options.listeners?.(event) ?? []);
      await moveOrder(database, event.order, ['writing'], {
        state: executor ? 'recorded' : 'not-carried-out',
        detail,
        now: now(),
      });
      options.ordered();
      const message = executor ? `recorded; being carried out by ${executor}` : `recorded; ${detail}`;
      return { event: event.id, order: event.order, message, warnings };
    }
    if (event.type === 'kill.rescinded') {
      const before = await orderOf(database, event.order);
      await rescindOrder(database, event.order, now());
      const message = before?.rescindedAt == null ? 'rescinded' : ALREADY_RESCINDED;
      return { event: event.id, order: event.order, message, warnings };
    }
    return { event: event.id, message: quarantineText(event) ?? 'recorded', warnings };
  }

  function quarantineText({ type, fleet }: AgentEvent): string | undefined {
    const isolator = options.isolatorOf?.(fleet);
    if (type === 'quarantine.lifted') return isolator && `recorded; being let back by ${isolator}`;
    if (type !== 'quarantine.imposed' || !options.isolatorOf) return undefined;
    return isolator
      ? `recorded; being cut off by ${isolator}`
      : 'recorded; nothing here cuts agents of this fleet off: isolate it where it runs';
  }

  async function unknownAgents(event: AgentEvent): Promise<string[]> {
    if (!options.knownAgent) return [];
    const agents =
      event.type === 'kill.ordered' ? (event.target.agents ?? []) : event.agent ? [event.agent] : [];
    const warnings: string[] = [];
    for (const agent of agents.slice(0, 20)) {
      if (await options.knownAgent(event.fleet, agent)) continue;
      const elsewhere = (options.fleetsOf?.(agent) ?? []).slice(0, 5);
      const hint = elsewhere.length > 0 ? `, but in ${elsewhere.join(', ')}` : '';
      warnings.push(`${agent} was never seen in ${event.fleet}${hint}`);
    }
    return warnings;
  }

  return { request, finishUnanswered };
}

export type ControlDoor = ReturnType<typeof createControlDoor>;

const problemsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
    .slice(0, 500);

/** Who may end an agent all the same: itself, where it listens. */
function withoutExecutor(listeners: readonly string[]): string {
  const nobody = 'no executor is configured for this fleet';
  if (listeners.length === 0)
    return `${nobody}, and no agent that is meant is connected here to listen for its orders`;
  const listen =
    listeners.length === 1 ? 'listens for its orders, and is' : 'listen for their orders, and are';
  return `${nobody}; ${listWords(listeners.map((agent) => readable(agent)))} ${listen} told`;
}
