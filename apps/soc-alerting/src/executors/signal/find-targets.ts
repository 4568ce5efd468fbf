import type { EventOf, KillTarget } from '@mortsafe/agent-events';
import type { OrderRun } from '../../control/orders.ts';
import { fillTemplate } from '../template.ts';
import { readPidFile } from './pid-file.ts';
import type { LocalProcess, Marker, ProcessTable } from './processes.ts';

/** The processes of one instance. */
export interface Target {
  run: OrderRun;
  /** Whether a process still is what it was taken for. */
  expected(process: LocalProcess): boolean;
}

/** Boot time is known to the second, and so is when a process started. */
const START_TOLERANCE_MS = 2_000;

/** The local processes that an order is about and that ran before it, by instance. */
export async function findTargets(
  table: ProcessTable,
  order: EventOf<'kill.ordered'>,
  pidFile: string | undefined,
): Promise<Target[]> {
  const ranBefore = (process: LocalProcess) => process.startedAt <= order.observedTime + START_TOLERANCE_MS;
  const marked = (await table.marked()).filter(
    (process) => process.marker?.fleet === order.fleet && ranBefore(process),
  );
  const markers = marked.flatMap(({ marker }) => (marker ? [marker] : []));
  const isTarget = targetTest(order, markers);
  const targets = new Map<string, Target>();

  for (const { pid, startTicks, startedAt, marker } of marked) {
    if (!marker || !isTarget(marker)) continue;
    const { agent, instance } = marker;
    const key = JSON.stringify([agent, instance]);
    const target =
      targets.get(key) ?? newTarget(agent, instance, (process) => sameMarker(process.marker, marker));
    target.run.processes?.push({ pid, startTicks, startedAt });
    targets.set(key, target);
  }
  if (pidFile === undefined) return [...targets.values()];

  const found = [...targets.values()];
  for (const agent of order.target.agents ?? []) {
    if (found.some(({ run }) => run.agent === agent)) continue;
    const target = await fromPidFile(table, pidFile, order, agent);
    if (target) found.push(target);
  }
  return found;
}

async function fromPidFile(
  table: ProcessTable,
  template: string,
  order: EventOf<'kill.ordered'>,
  agent: string,
): Promise<Target | undefined> {
  const path = fillTemplate(template, { agent, fleet: order.fleet, order: order.order });
  if (path.kind === 'refused') return failed(agent, path.reason);
  const read = await readPidFile(path.text);
  if (read.kind === 'absent') return undefined;
  if (read.kind === 'refused') return failed(agent, read.reason);

  const process = await table.find(read.pid);
  if (!process) return undefined;
  if (process.startedAt > read.writtenAt + START_TOLERANCE_MS) {
    return failed(agent, 'its pid file names a process that started after the file was written');
  }
  if (process.marker && (process.marker.agent !== agent || process.marker.fleet !== order.fleet)) {
    return failed(agent, 'its pid file names the process of another agent');
  }
  const { pid, startTicks, startedAt, marker } = process;
  const target = newTarget(agent, marker?.instance ?? null, (found) => sameMarker(found.marker, marker));
  target.run.processes?.push({ pid, startTicks, startedAt });
  return target;
}

function newTarget(agent: string, instance: string | null, expected: Target['expected']): Target {
  return { run: { agent, instance, outcome: 'under-way', detail: '', processes: [] }, expected };
}

function failed(agent: string, detail: string): Target {
  return { run: { agent, instance: null, outcome: 'failed', detail }, expected: () => false };
}

const sameMarker = (one: Marker | null, other: Marker | null): boolean =>
  one?.agent === other?.agent && one?.fleet === other?.fleet && one?.instance === other?.instance;

function targetTest(
  { scope, target, agent: owner }: { scope: string; target: KillTarget; agent?: string },
  all: readonly Marker[],
) {
  if (target.fleet) return () => true;
  if (target.instances) {
    const named = all.filter(({ instance }) => instance !== null && target.instances?.includes(instance));
    // Where the order does not say whose it is and two agents have one of that name, neither is stopped.
    return (marker: Marker) =>
      named.includes(marker) &&
      (owner === undefined
        ? named.every(({ instance, agent }) => instance !== marker.instance || agent === marker.agent)
        : marker.agent === owner);
  }
  const agents = new Set(target.agents ?? []);
  if (scope === 'lineage') addDescendants(agents, all);
  return ({ agent }: Marker) => agents.has(agent);
}

/** Adds whom they launched, and whom those launched, for as long as that finds anybody new. */
function addDescendants(agents: Set<string>, all: readonly Marker[]): void {
  for (let size = -1; size !== agents.size; ) {
    size = agents.size;
    for (const { agent, launchedBy } of all) {
      if (launchedBy?.startsWith('agent:') && agents.has(launchedBy.slice('agent:'.length)))
        agents.add(agent);
    }
  }
}
