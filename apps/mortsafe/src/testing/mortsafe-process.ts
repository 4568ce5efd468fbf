import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@mortsafe/testing';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface MortsafeProcess {
  directory: string;
  agentsUrl: string;
  platformUrl: string;
  socUrl: string;
  controlToken: string;
  platformToken: string;
  policyFile: string;
  start(): void;
  /** Ends the running process in the given way; resolves to its exit code, null where a signal ended it. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** What it said on stderr, over all its lives. */
  said(): string;
}

/** `mortsafe up` as a process of its own, which can be killed and started again in the same data directory. */
export async function mortsafeProcess(directory: string, webhookUrl: string): Promise<MortsafeProcess> {
  const [agentsPort, platformPort, socPort] = await freePorts(3);
  const secrets = {
    CONTROL_TOKEN: 'control-token-of-a-test',
    VIEW_TOKEN: 'view-token-of-a-test',
    PLATFORM_TOKEN: 'platform-token-of-a-test',
    WEBHOOK_URL: webhookUrl,
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  };
  const policyFile = join(directory, 'policy.yaml');
  await mkdir(directory, { recursive: true });
  await writeFile(policyFile, 'fleets:\n  - rules: { masked-failure: { tolerance: 500ms } }\n');
  await writeFile(
    join(directory, 'mortsafe.yaml'),
    `
data: data
policy: policy.yaml
checkpointEvery: 400ms
doors:
  agents: { port: ${agentsPort} }
  platform: { port: ${platformPort}, tokens: [{ token: { env: PLATFORM_TOKEN } }] }
  soc:
    port: ${socPort}
    controlTokens: [{ token: { env: CONTROL_TOKEN }, person: alice }]
    viewToken: { env: VIEW_TOKEN }
channels:
  terminal: false
  webhooks: [{ url: { env: WEBHOOK_URL }, secret: { env: WEBHOOK_SECRET } }]
`,
  );
  let child: ChildProcess | undefined;
  let said = '';
  return {
    directory,
    agentsUrl: `http://127.0.0.1:${agentsPort}`,
    platformUrl: `http://127.0.0.1:${platformPort}`,
    socUrl: `http://127.0.0.1:${socPort}`,
    controlToken: secrets.CONTROL_TOKEN,
    platformToken: secrets.PLATFORM_TOKEN,
    policyFile,
    said: () => said,
    start() {
      child = spawn(process.execPath, [MAIN, 'up'], {
        cwd: directory,
        env: { ...process.env, ...secrets },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child.stderr?.on('data', (chunk) => {
        said += String(chunk);
      });
    },
    end(signal) {
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) {
        return Promise.resolve(ending?.exitCode ?? null);
      }
      return new Promise((resolve) => {
        ending.once('exit', (code) => resolve(code));
        ending.kill(signal);
      });
    },
  };
}
