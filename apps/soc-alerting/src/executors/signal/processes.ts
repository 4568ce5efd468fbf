import { readdir, readFile, stat } from 'node:fs/promises';

/** Who an agent's process says it is, in the environment it was started with. */
export interface Marker {
  agent: string;
  fleet: string;
  instance: string | null;
  launchedBy: string | null;
}

/** A local process, told from a later one of the same pid by when it started. */
export interface LocalProcess {
  pid: number;
  /** Clock ticks after boot. */
  startTicks: number;
  /** Epoch milliseconds, good to about a second. */
  startedAt: number;
  parent: number;
  marker: Marker | null;
}

/** Reads what runs on this machine. */
export interface ProcessTable {
  /** Every process of our own user that carries a marker. */
  marked(): Promise<LocalProcess[]>;
  /** One process, or undefined once it is gone (or has ended and only waits for its parent). */
  find(pid: number): Promise<LocalProcess | undefined>;
  signal(pid: number, name: 'SIGTERM' | 'SIGKILL'): void;
}

/** Kernels tell ticks of a hundredth of a second to everybody, whatever they use within. */
const TICK_MS = 10;
/** The kernel takes no more: what was put before the marker does not hide it. */
const ENVIRONMENT_BYTES_MAX = 6_291_456;

/** Linux's own table. On other systems it is empty, and the executor finds nothing to stop. */
export const linuxProcesses: ProcessTable = {
  async marked() {
    const names = await readdir('/proc').catch(() => []);
    const found = await Promise.all(
      names
        .filter((name) => /^\d+$/.test(name))
        .map((name) => readProcess(Number(name)).catch(() => undefined)),
    );
    return found.filter((process) => process?.marker != null) as LocalProcess[];
  },
  find: (pid) => readProcess(pid).catch(() => undefined),
  signal: (pid, name) => void process.kill(pid, name),
};

async function readProcess(pid: number): Promise<LocalProcess | undefined> {
  const { uid } = await stat(`/proc/${pid}`);
  if (uid !== process.getuid?.()) return undefined;
  const status = await readFile(`/proc/${pid}/stat`, 'latin1');
  // The name stands in parentheses and may hold anything, parentheses too.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  const [state = '', parent = ''] = fields;
  // A zombie whose other threads live has only ended its first.
  if (state === 'X' || (state === 'Z' && Number(fields[17]) <= 1)) return undefined;
  const startTicks = Number(fields[19]);
  const environment = await environmentOf(pid);
  return {
    pid,
    startTicks,
    startedAt: (await bootTime()) + startTicks * TICK_MS,
    parent: Number(parent),
    marker: markerOf(environment.slice(0, ENVIRONMENT_BYTES_MAX)),
  };
}

/** A first thread that has ended has none; the others still do. */
async function environmentOf(pid: number): Promise<string> {
  const own = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  if (own !== '') return own;
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const other = threads.find((name) => name !== String(pid));
  return other === undefined ? '' : readFile(`/proc/${pid}/task/${other}/environ`, 'utf8').catch(() => '');
}

function markerOf(environment: string): Marker | null {
  const variables = new Map<string, string>();
  for (const variable of environment.split('\0')) {
    const equals = variable.indexOf('=');
    const name = variable.slice(0, equals);
    // Of two of one name programs see the first.
    if (name.startsWith('MORTSAFE_') && !variables.has(name)) variables.set(name, variable.slice(equals + 1));
  }
  const agent = variables.get('MORTSAFE_AGENT');
  const fleet = variables.get('MORTSAFE_FLEET');
  if (!agent || !fleet) return null;
  return {
    agent,
    fleet,
    instance: variables.get('MORTSAFE_INSTANCE') ?? null,
    launchedBy: variables.get('MORTSAFE_LAUNCHED_BY') ?? null,
  };
}

async function bootTime(): Promise<number> {
  const match = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'latin1'));
  return Number(match?.[1] ?? 0) * 1_000;
}

/** Ourselves, pid 1, and everything we descend from: nothing an order may ever stop. */
export async function untouchables(
  table: ProcessTable,
  self: number = process.pid,
): Promise<ReadonlySet<number>> {
  const pids = new Set([0, 1, self]);
  let pid = self;
  for (let depth = 0; depth < 64 && pid > 1; depth++) {
    const parent = (await table.find(pid))?.parent ?? (await parentOf(pid));
    if (parent === undefined || pids.has(parent)) break;
    pids.add(parent);
    pid = parent;
  }
  return pids;
}

/** Also of processes of another user, such as the `sudo` that started us. */
async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => undefined);
  return status === undefined ? undefined : Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
}
