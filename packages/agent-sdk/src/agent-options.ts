import type { Fingerprint } from '@mortsafe/agent-events/events';
import type { StartReason } from '@mortsafe/agent-events/words';
import type { TracerProvider } from '@opentelemetry/api';
import type { ControlOptions } from './control/control-options.ts';
import type { Environment } from './environment.ts';
import type { LoggerProviderPort } from './logger-provider.ts';

export interface AgentOptions {
  /** Stable id of the agent, the same for all its launches. Default `MORTSAFE_AGENT`. */
  id?: string | undefined;
  /** The agents that can talk to each other. Default `MORTSAFE_FLEET`. */
  fleet?: string | undefined;
  /** This one launch. Default `MORTSAFE_INSTANCE`, where it was set for this agent, else a fresh one. */
  instance?: string | undefined;
  /** SHA-256 (hex) of each part of the agent, or an opaque stable reference. Never the part itself. */
  fingerprint?: Fingerprint | undefined;
  /** Milliseconds between heartbeats, 50 to 3,600,000. Default 10,000. */
  heartbeatIntervalMs?: number | undefined;
  /** Why it was started. */
  reason?: StartReason | undefined;
  /** Ids of the agents it takes over from, at most 1,000. */
  standbyFor?: string[] | undefined;
  /** Says `agent.stopped` by itself when the process ends. Default true. */
  signals?: boolean | undefined;
  /** Milliseconds that `stop` waits at most until everything is sent. Default 2,000. */
  exitFlushMs?: number | undefined;
  /** How it hears of kill orders on itself. Default as the environment says; without that, it hears of none. */
  control?: ControlOptions | undefined;
  /** Default the registered ones. */
  loggerProvider?: LoggerProviderPort | undefined;
  tracerProvider?: TracerProvider | undefined;
  /** Where the markers are read and taken from. Default `process.env`. */
  env?: Environment | undefined;
  /** Told, once, when nothing can be recorded. Default `console.warn`. */
  warn?: ((message: string) => void) | undefined;
}
