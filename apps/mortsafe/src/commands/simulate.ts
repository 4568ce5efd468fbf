import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';
import { type AgentEvent, serialiseAgentEvent } from '@mortsafe/agent-events';
import {
  AGENTS_MAX,
  AGENTS_MIN,
  faultMixes,
  faultsCalled,
  type Scenario,
  scenarios,
  simulate,
} from '@mortsafe/simulator';
import { besideFile } from '../evaluate/beside-file.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { table } from '../table.ts';

export interface SimulateOptions {
  list?: boolean;
  scenario?: string;
  agents?: number;
  seed?: number;
  faults?: string;
  out?: string;
}

/** Writes a labelled recording of a simulated fleet: the events, beside them what must be found, and the policy. */
export async function simulateCommand(options: SimulateOptions, io: Io): Promise<ExitCode> {
  if (options.list) {
    io.stdout(table(scenarios.map(({ id, kind, twin, title }) => [id, kind, twin ?? '-', title])));
    return 0;
  }
  const { seed = 1, agents, out } = options;
  if (out === undefined) throw new CannotRun('--out says where to write the recording');
  const scenario = scenarioCalled(options.scenario);
  const faults = faultsCalled(options.faults ?? 'none');
  if (!faults) throw new CannotRun(`--faults is one of ${Object.keys(faultMixes).join(', ')}`);
  checkAgents(agents, scenario);

  const { events, label } = simulate(scenario, { seed, faults, ...(agents !== undefined && { agents }) });
  const file = resolve(io.cwd, out);
  const written = { count: 0 };
  try {
    await pipeline([Readable.from(linesOf(events, written)), ...packers(file), createWriteStream(file)]);
    await writeFile(besideFile(file, 'expected.json'), `${JSON.stringify(label(), null, 1)}\n`);
    if (scenario.policy !== undefined) await writeFile(besideFile(file, 'policy.yaml'), scenario.policy);
  } catch (error) {
    throw new CannotRun(
      `${out} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'unknown error'}`,
    );
  }
  io.stderr(`mortsafe: ${written.count} events of ${scenario.id}, seed ${seed}\n`);
  return 0;
}

const CHUNK_CHARS = 65_536;

/** One event a line, many lines at a time: a fleet of 100,000 writes ten million of them. */
function* linesOf(events: Iterable<AgentEvent>, written: { count: number }): Generator<string> {
  let chunk = '';
  for (const event of events) {
    written.count++;
    chunk += `${serialiseAgentEvent(event)}\n`;
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** Packed as the file's name says, and as `replay` and `evaluate` read it. */
function packers(file: string): Transform[] {
  if (file.endsWith('.gz')) return [createGzip()];
  return file.endsWith('.zst') ? [createZstdCompress()] : [];
}

function scenarioCalled(id: string | undefined): Scenario {
  const scenario = scenarios.find((one) => one.id === id);
  if (scenario) return scenario;
  throw new CannotRun(
    `${id === undefined ? '--scenario is missing' : `no scenario is called ${id}`}: --list names them`,
  );
}

function checkAgents(agents: number | undefined, { id, agentsMin = AGENTS_MIN }: Scenario): void {
  if (agents === undefined || (agents >= agentsMin && agents <= AGENTS_MAX)) return;
  throw new CannotRun(`${id} needs ${agentsMin} to ${AGENTS_MAX} agents`);
}
