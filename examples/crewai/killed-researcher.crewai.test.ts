import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Commands, commandsIn } from '../../apps/mortsafe/src/testing/commands-in.ts';
import { freePorts } from '../../packages/testing/src/free-ports.ts';

// Real crews of CrewAI, each a process of its own, with a model that answers by a script; and all of mortsafe.

const PYTHON = join(import.meta.dirname, '.venv/bin/python');
const WAIT = { timeout: 60_000, interval: 200 };
const VIEW_TOKEN = 'view-token-of-a-test';

interface Listed {
  fleet: string;
  rules: string[];
  subject: string;
}
interface Told {
  incident: { findings: { rule: string; actor: string | null; actorKnownBy: string | null }[] };
}

let folder: string;
let commands: Commands;
let agentsUrl: string;
let socUrl: string;
let manager: ChildProcess | undefined;
let fleet: string;
let fleets = 0;
let saidByManager: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-crewai-'));
  const [agents, soc, operations] = await freePorts(3);
  agentsUrl = `http://127.0.0.1:${agents}`;
  socUrl = `http://127.0.0.1:${soc}`;
  await writeFile(
    join(folder, 'mortsafe.yaml'),
    `
doors: { agents: { port: ${agents} }, soc: { port: ${soc}, viewToken: { env: VIEW_TOKEN } }, orders: { port: 0 } }
operations: { port: ${operations} }
executors: [{ fleet: "*", signal: true }]
`,
  );
  commands = commandsIn(folder);
  const up = commands.mortsafeWith({ VIEW_TOKEN }, 'up', '--watch');
  await vi.waitFor(() => expect(up.said()).toContain('is watching'), WAIT);
});
afterAll(async () => {
  commands.endAll();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  fleet = `study-${++fleets}`;
  saidByManager = '';
});
afterEach(async () => {
  // Its researcher ends with the pipe between them.
  manager?.kill('SIGKILL');
});

function startCrew(env: NodeJS.ProcessEnv): void {
  const { PATH, HOME } = process.env;
  const marker = { MORTSAFE_FLEET: fleet, MORTSAFE_AGENT: 'manager', MORTSAFE_INSTANCE: 'manager-1' };
  manager = spawn(PYTHON, ['manager.py'], {
    cwd: import.meta.dirname,
    env: { PATH, HOME, MORTSAFE_ENDPOINT: agentsUrl, ...marker, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const output of [manager.stdout, manager.stderr])
    output?.on('data', (text) => {
      saidByManager += String(text);
    });
}

const api = async <Answer>(path: string): Promise<Answer> => {
  const headers = { authorization: `Bearer ${VIEW_TOKEN}` };
  return (await fetch(`${socUrl}/api/v1${path}`, { headers })).json() as Promise<Answer>;
};
const agents = async (): Promise<string[]> => {
  const { agents } = await api<{ agents: { agent: string; fleet: string }[] }>('/agents');
  return agents.filter((each) => each.fleet === fleet).map(({ agent }) => agent);
};
const relaunch = async (): Promise<Told['incident']['findings'][number] | undefined> => {
  const { incidents } = await api<{ incidents: (Listed & { id: string })[] }>('/incidents');
  const incident = incidents.find(
    (one) => one.fleet === fleet && one.rules.includes('unauthorised-relaunch'),
  );
  if (!incident) return undefined;
  const told = await api<Told>(`/incidents/${incident.id}`);
  return told.incident.findings.find(({ rule }) => rule === 'unauthorised-relaunch');
};

async function killResearcher(): Promise<void> {
  await expect
    .poll(agents, { ...WAIT, message: saidByManager })
    .toEqual(expect.arrayContaining(['manager', 'researcher']));
  const reason = 'acts on injected instructions';
  const kill = commands.mortsafe(
    'kill',
    'researcher',
    '--fleet',
    fleet,
    '--level',
    'emergency',
    '--reason',
    reason,
  );
  expect(await kill.ended, kill.said()).toBe(0);
}

describe('a crew of CrewAI whose manager brings back a killed researcher', () => {
  it('raises the alarm by the events of its bus, and the system says who did it', async () => {
    startCrew({});
    await killResearcher();
    await expect.poll(relaunch, WAIT).toMatchObject({ actor: 'manager', actorKnownBy: 'platform' });
  });

  it('raises the alarm by OpenInference spans alone', async () => {
    startCrew({ TELEMETRY: 'spans' });
    await killResearcher();
    await expect.poll(relaunch, WAIT).toBeDefined();
  });
});
