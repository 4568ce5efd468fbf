import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Lifeline, Member } from './lifeline.ts';

export interface SupervisorOptions {
  fleet: string;
  lifeline: Lifeline;
  /** Where agents send their telemetry. */
  endpoint: string;
  token: string;
  /** File descriptor that takes what the agents' processes print. */
  output: number;
}

/** The controller of the demo's fleet, as a Deployment or systemd would be: it starts agents and restarts them. */
export interface Supervisor {
  readonly principal: { kind: 'controller'; id: string };
  start(agent: string): string;
  /** Asks an instance to end, and resolves once it has. */
  stop(agent: string): Promise<void>;
  /** Ends an instance outright, and resolves to its name once it is gone. */
  kill(agent: string): Promise<string>;
}

/** Where a demo process finds its lifeline. */
export const LIFELINE_VARIABLE = 'MORTSAFE_DEMO_LIFELINE';
export const AGENT_PROGRAM = fileURLToPath(new URL('./agent.ts', import.meta.url));

const STOP_TIMEOUT_MS = 5_000;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { fleet, lifeline, endpoint, token, output } = options;
  const launches = new Map<string, number>();
  // Found by its lifeline: a peer may have launched the process that runs now.
  const find = (agent: string): Member | undefined =>
    lifeline.members().find((member) => member.agent === agent);
  const gone = ({ pid }: Member): Promise<boolean> =>
    lifeline.until((members) => members.every((member) => member.pid !== pid), STOP_TIMEOUT_MS);
  const principal = { kind: 'controller', id: 'supervisor/demo' } as const;

  return {
    principal,
    start(agent) {
      const launch = (launches.get(agent) ?? 0) + 1;
      launches.set(agent, launch);
      const instance = `${agent}-${launch}`;
      spawn(process.execPath, [AGENT_PROGRAM], {
        stdio: ['ignore', output, output],
        env: {
          PATH: process.env.PATH,
          MORTSAFE_AGENT: agent,
          MORTSAFE_FLEET: fleet,
          MORTSAFE_INSTANCE: instance,
          MORTSAFE_LAUNCHED_BY: `${principal.kind}:${principal.id}`,
          MORTSAFE_ENDPOINT: endpoint,
          MORTSAFE_TOKEN: token,
          [LIFELINE_VARIABLE]: String(lifeline.port),
        },
      });
      return instance;
    },
    async stop(agent) {
      const found = find(agent);
      if (!found) return;
      process.kill(found.pid, 'SIGTERM');
      if (!(await gone(found))) process.kill(found.pid, 'SIGKILL');
    },
    async kill(agent) {
      const found = find(agent);
      if (!found) throw new Error(`${agent} does not run`);
      process.kill(found.pid, 'SIGKILL');
      if (!(await gone(found))) throw new Error(`process ${found.pid} does not end`);
      return found.instance;
    },
  };
}
