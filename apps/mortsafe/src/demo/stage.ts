import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { terminal } from '../config/channel-settings.ts';
import { AGENTS_PORT, CHECKPOINT_EVERY_MS, LAG_MS_MAX, LOOPBACK, SOC_PORT } from '../config/read-config.ts';
import { readPolicy } from '../config/read-policy.ts';
import type { Settings } from '../config/settings.ts';
import { type ControlClient, controlClient } from '../control-client.ts';
import { CONTROL_TOKEN_VARIABLE } from '../control-door.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';
import { tryPort } from '../up/try-port.ts';
import { builtInRules } from '../user-rules/rule-set.ts';
import { hasProcessTable } from '../watch/process-table.ts';
import { watchWithin } from '../watch/watch-within.ts';
import { demoPolicy } from './demo-policy.ts';
import { type Lifeline, openLifeline } from './lifeline.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

const LOOK_EVERY_MS = 100;

/** Everything the story is played with. */
export interface Stage {
  fleet: string;
  /** Whether this machine has processes that a sensor and an executor find; else agents and the controller tell. */
  hasSensor: boolean;
  mortsafe: Mortsafe;
  lifeline: Lifeline;
  supervisor: Supervisor;
  /** The operator's hands: the real control door, with its token. */
  operator: ControlClient;
  /** Ends every process of the demo, then mortsafe, and leaves nothing behind. */
  clear(): Promise<void>;
}

export interface Audience {
  /** Takes what the terminal channel prints. */
  print(text: string): Promise<void>;
  /** Takes warnings of mortsafe itself. */
  warn(text: string): void;
  /** The words before a subcommand. */
  self: string;
  /** Aborts when the audience leaves. */
  signal: AbortSignal;
}

/** Sets up mortsafe and an empty fleet in a temporary directory, on free ports where the usual ones are taken. */
export async function setStage({ print, warn, self, signal }: Audience): Promise<Stage> {
  const hasSensor = hasProcessTable();
  const directory = await mkdtemp(join(tmpdir(), 'mortsafe-demo-'));
  const undo = [() => rm(directory, { recursive: true, force: true })];
  const clear = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    // Another demo on this machine must not be stopped by this one's orders.
    const fleet = `study-${randomBytes(2).toString('hex')}`;
    const token = randomBytes(24).toString('base64url');
    const mortsafe = await startMortsafe(await demoSettings(join(directory, 'data'), fleet, token), {
      print,
      commandLine: (url) => ({ name: self, options: `--url ${url} --data ${join(directory, 'data')}` }),
      log: (level, message) => {
        if (level !== 'info') warn(`${level}: ${message}`);
      },
    });
    undo.push(() => mortsafe.stop());
    // Of other people's processes the demo has nothing to say.
    if (hasSensor) undo.push(watchWithin(mortsafe, LOOK_EVERY_MS, () => {}));
    const output = await open(join(directory, 'agents.txt'), 'a');
    undo.push(() => output.close());
    const lifeline = await openLifeline(signal);
    undo.push(() => lifeline.cut());

    const { soc, controlToken, agentsUrl: endpoint } = mortsafe;
    const env = { [CONTROL_TOKEN_VARIABLE]: controlToken.token };
    return {
      fleet,
      hasSensor,
      mortsafe,
      lifeline,
      supervisor: createSupervisor({ fleet, lifeline, endpoint, token, output: output.fd }),
      operator: controlClient({ url: soc.url }, { env, cwd: directory }),
      clear,
    };
  } catch (error) {
    await clear();
    throw error;
  }
}

/** The port itself where it is free, else 0: the system chooses. */
const freePort = async (port: number): Promise<number> =>
  (await tryPort({ host: LOOPBACK, port })) ? 0 : port;

const demoSettings = async (dataDirectory: string, fleet: string, token: string): Promise<Settings> => ({
  dataDirectory,
  rules: builtInRules,
  policy: readPolicy(demoPolicy, 'the policy of the demo', builtInRules),
  checkpointEveryMs: CHECKPOINT_EVERY_MS,
  agentsDoor: {
    host: LOOPBACK,
    port: await freePort(AGENTS_PORT),
    tokens: [{ token, fleets: [fleet], agent: undefined }],
  },
  platformDoor: undefined,
  socDoor: {
    host: LOOPBACK,
    port: await freePort(SOC_PORT),
    controlTokens: [],
    viewToken: undefined,
    publicUrl: undefined,
  },
  access: {},
  hooks: [],
  operations: { host: LOOPBACK, port: 0, lagMaxMs: LAG_MS_MAX },
  canary: undefined,
  postgres: undefined,
  retention: {},
  shieldingDomains: undefined,
  executors: hasProcessTable() ? [{ fleet, signal: true }] : [],
  isolators: [],
  channels: [terminal],
  routing: {},
  slackButtons: undefined,
  pagerDutyReplies: undefined,
});
