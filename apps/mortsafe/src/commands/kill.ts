import { setTimeout as wait } from 'node:timers/promises';
import { parseDuration } from '@mortsafe/agent-events/duration';
import { countsWords } from '@mortsafe/soc-alerting/words';
import type { DoorOptions } from '../config/door-location.ts';
import { type ControlClient, controlClient, type OrderReport } from '../control-client.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import type { SeenOrder } from '../order-report.ts';

export interface KillOptions extends DoorOptions {
  fleet: string;
  instance?: string[];
  wholeFleet?: boolean;
  reason?: string;
  scope?: string;
  level?: string;
  deadline?: string;
  supersedes?: string;
}

const DEADLINE_MS = 30_000;
const LOOK_EVERY_MS = 200;
const UNDER_WAY: ReadonlySet<string> = new Set(['writing', 'recorded', 'carrying-out']);

const CARRIED_OUT: ReadonlySet<string> = new Set(['stopped', 'carried-out']);
/** The reorder window, and a little more. */
const SEEN_WITHIN_MS = 3_000;
const OPEN: ReadonlySet<string> = new Set(['ordered', 'acknowledged']);
const NOBODY = 'no-such-agent';

const outcomes: Readonly<Record<string, string>> = {
  stopped: 'carried out: it was seen to stop',
  'carried-out': 'carried out; its stop is yet to be seen',
  'not-carried-out': 'recorded, carried out by no executor',
  failed: 'recorded, but carrying it out failed',
};

/**
 * Orders a kill, waits for it to be carried out, and says what became of it.
 *
 * @returns 1 where carrying it out failed, and where somebody is named whom nobody has ever seen: then the order
 * stands, but whoever was meant lives.
 */
export async function kill(agents: readonly string[], options: KillOptions, io: Io): Promise<ExitCode> {
  const client = controlClient(options, io);
  const self = io.self ?? 'mortsafe';
  const deadlineMs = options.deadline === undefined ? undefined : durationOf(options.deadline);
  const { order, warnings, approval, message } = await client.order('kill', {
    fleet: options.fleet,
    ...targetOf(agents, options),
    scope: options.scope,
    level: options.level,
    deadlineMs,
    reason: options.reason,
    supersedes: options.supersedes,
  });
  for (const warning of warnings) io.stderr(`mortsafe: ${warning}\n`);
  if (approval !== undefined) {
    io.stdout(`${message}\n`);
    return 0;
  }
  if (order === undefined) throw new CannotRun('the control door named no order');

  io.stdout(`order ${order}\n`);
  const report = await finalReport(client, order, deadlineMs ?? DEADLINE_MS);
  io.stdout(
    `${outcomes[report.state] ?? 'still being carried out'}${report.detail ? ` (${report.detail})` : ''}\n`,
  );
  const seen = await whatWasSeen(client, order, options.fleet, CARRIED_OUT.has(report.state));
  io.stdout(seen ? `seen so far: ${countsWords(seen)}\n` : 'not seen yet\n');
  io.stdout(`${self} orders ${order} tells how far it has come\n`);
  const meansNobody = seen !== undefined && (seen.state === NOBODY || (seen.counts[NOBODY] ?? 0) > 0);
  if (meansNobody) {
    io.stderr(
      `mortsafe: not all that this order names was ever seen in ${options.fleet}: ` +
        `${self} agents --fleet ${options.fleet} lists who is there, ${self} rescind ${order} ends the order\n`,
    );
  }
  return report.state === 'failed' || meansNobody ? 1 : 0;
}

/**
 * What sensors and agents tell of it, which is not what the executor says: waits a little for it, and for a stop
 * where one is due.
 */
async function whatWasSeen(
  client: ControlClient,
  order: string,
  fleet: string,
  stopIsDue: boolean,
): Promise<SeenOrder | undefined> {
  const until = Date.now() + SEEN_WITHIN_MS;
  for (;;) {
    const whole = (await client.progressOf(order, fleet))?.whole;
    const due = !whole || (stopIsDue && OPEN.has(whole.state));
    if (!due || Date.now() >= until) return whole;
    await wait(LOOK_EVERY_MS);
  }
}

function targetOf(agents: readonly string[], { instance, wholeFleet }: KillOptions): Record<string, unknown> {
  // Whoever names an agent and the fleet means one of the two, and the larger cannot be taken back.
  if (wholeFleet && (instance || agents.length > 0))
    throw new CannotRun('--whole-fleet kills every agent of the fleet: name none beside it, or leave it out');
  if (wholeFleet) return { wholeFleet: true };
  if (instance && agents.length > 1)
    throw new CannotRun('instances are of one agent: name that one, or none');
  if (instance) return { instances: instance, ...(agents[0] !== undefined && { agent: agents[0] }) };
  if (agents.length > 0) return { agents };
  throw new CannotRun('name the agents to kill, or --instance, or --whole-fleet');
}

export function durationOf(text: string): number {
  const durationMs = parseDuration(text);
  if (durationMs === undefined) throw new CannotRun(`${text} is no duration; write 30s, 5m or 1h`);
  return durationMs;
}

async function finalReport(client: ControlClient, order: string, patienceMs: number): Promise<OrderReport> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const report = await client.stateOf(order);
    if (report && !UNDER_WAY.has(report.state)) return report;
    if (Date.now() >= until) return report ?? { state: 'recorded', detail: null };
    await wait(LOOK_EVERY_MS);
  }
}
