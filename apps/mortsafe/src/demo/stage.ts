import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '@mortsafe/rules';
import { readPolicy } from '../config/read-policy.ts';
import type { Settings } from '../config/settings.ts';
import { AGENTS_PORT, LOOPBACK, SOC_PORT } from '../config/settings.ts';
import { type ControlClient, controlClient } from '../control-client.ts';
import { type Mortsafe, startMortsafe } from '../up/start-mortsafe.ts';
import { demoPolicy } from './demo-policy.ts';
import { freePort } from './free-port.ts';
import { type Lifeline, openLifeline } from './lifeline.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

/** Everything the story is played with. */
export interface Stage {
  fleet: string;
  mortsafe: Mortsafe;
  lifeline: Lifeline;
  supervisor: Supervisor;
  /** The operator's hands: the real control door, with its token. */
  operator: ControlClient;
  /** Where what the agents' processes print is kept. */
  agentsOutput: string;
  /** Ends every process of the demo, then mortsafe, and leaves nothing behind. */
  clear(): Promise<void>;
}

/** Sets up mortsafe and an empty fleet in a temporary directory, on free ports where the usual ones are taken. */
export async function setStage(
  print: (text: string) => Promise<void>,
  warn: (text: string) => void,
): Promise<Stage> {
  const directory = await mkdtemp(join(tmpdir(), 'mortsafe-demo-'));
  // Another demo on this machine must not be stopped by this one's orders.
  const fleet = `study-${randomBytes(2).toString('hex')}`;
  const token = randomBytes(24).toString('base64url');
  const settings = await demoSettings(directory, fleet, token);
  const mortsafe = await startMortsafe(settings, {
    print,
    log: (level, message) => {
      if (level !== 'info') warn(`${level}: ${message}`);
    },
  });
  const lifeline = await openLifeline();
  const agentsOutput = join(directory, 'agents.txt');
  const output = await open(agentsOutput, 'a');

  return {
    fleet,
    mortsafe,
    lifeline,
    agentsOutput,
    supervisor: createSupervisor({ fleet, lifeline, endpoint: mortsafe.agentsUrl, token, output: output.fd }),
    operator: controlClient(
      { url: mortsafe.soc.url },
      { env: { MORTSAFE_CONTROL_TOKEN: mortsafe.controlToken.token }, cwd: directory },
    ),
    async clear() {
      await lifeline.cut();
      await mortsafe.stop();
      await output.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function demoSettings(directory: string, fleet: string, token: string): Promise<Settings> {
  return {
    dataDirectory: join(directory, 'data'),
    policy: readPolicy(demoPolicy, 'the policy of the demo', rules),
    agentsDoor: {
      host: LOOPBACK,
      port: await freePort(AGENTS_PORT),
      tokens: [{ token, fleets: [fleet], agent: undefined }],
    },
    platformDoor: undefined,
    socDoor: { host: LOOPBACK, port: await freePort(SOC_PORT), controlTokens: [], viewToken: undefined },
    executors: [{ fleet, signal: true }],
    channels: { terminal: true, webhooks: [], slack: [] },
  };
}
