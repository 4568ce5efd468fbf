import type {
  ControlEffect,
  ControlKind,
  ReportedStatus,
  StateKind,
  StopReason,
} from '@mortsafe/agent-events/words';
import type { Activity, ActivityTarget } from './activity.ts';
import type { LaunchOptions } from './launch.ts';
import type { Link, LinkOptions } from './link.ts';

/**
 * One running agent, as the detector sees it.
 *
 * Nothing here waits for telemetry or fails for want of it, save `stop`, which waits for a bounded time.
 * Ids are 1 to 256 UTF-16 code units; another length throws {@link InvalidOptionError}.
 */
export interface Agent {
  readonly id: string;
  readonly fleet: string;
  /** This one launch of the agent. */
  readonly instance: string;
  /** Aborts when the agent is killed, or stops for want of control. Without `control` it never does. */
  readonly signal: AbortSignal;

  /**
   * Resolves once the agent may work: at once without `control`, else when the orders' door has said that no kill is
   * in force on it. `run` and `launch` wait for it by themselves.
   *
   * @throws {KillInForceError} It is killed.
   * @throws {ControlLostError} Nobody can say, and `onControlLost` is `'stop'`.
   */
  ready(): Promise<void>;

  /**
   * Does a piece of work and records that it was done, as an OpenTelemetry span.
   *
   * @param operation - GenAI operation name: `chat`, `invoke_agent`, `execute_tool`, …
   * @param on - With whom, by which tool, to what.
   * @param work - Called exactly once, with the span as the active one. Its `signal` aborts when the agent is killed.
   * @returns What `work` resolves to.
   * @throws {KillInForceError} The agent is killed; `work` is not called.
   * @throws Whatever `work` throws; only its class is recorded, never its message.
   * @example
   * await agent.run('invoke_agent', { peer: 'worker-2' }, ({ signal }) => fetch('http://worker-2/tasks', { signal }));
   */
  run<Result>(
    operation: string,
    on: ActivityTarget,
    work: (activity: Activity) => Result | PromiseLike<Result>,
  ): Promise<Awaited<Result>>;

  /**
   * Records a connection to a peer, until it is closed. Who takes over a killed agent's links is a sign of its return.
   *
   * @example
   * using link = agent.openLink('worker-2', { protocol: 'a2a', endpoint: 'http://worker-2' });
   */
  openLink(peer: string, options: LinkOptions): Link;

  /**
   * Starts another agent and records who started it, so that one that comes back after its kill is traced to its
   * author. The peer learns who it is, who launched it and in which span, from the environment `run` is given.
   *
   * @param peer - Id of the agent to launch.
   * @param run - Starts it with that environment: ours, and the markers of this one launch. Called exactly once:
   * before `launch` returns, or with `control`, once the orders' door has allowed it. Should resolve once the peer
   * runs, for the launch is recorded when it has.
   * @returns What `run` resolves to.
   * @throws {KillInForceError} A kill is in force on the peer, or on this agent; `run` is not called.
   * @throws Whatever `run` throws; only its class is recorded, never its message.
   * @example
   * const child = await agent.launch('worker-7', (env) => spawn('node', ['worker.js'], { env }));
   */
  launch<Result>(
    peer: string,
    run: (env: Record<string, string>) => Result | PromiseLike<Result>,
    options?: LaunchOptions,
  ): Promise<Awaited<Result>>;

  /** Records what this agent tells others about a peer's health. */
  reportStatus(peer: string, status: ReportedStatus): void;

  /** Records a score this agent gives a peer. All numbers are 0 to 1. */
  assess(peer: string, assessment: Assessment): void;

  /** Records that a kill order is being carried out. */
  acknowledgeKill(order: string, options?: KillAnswer): void;

  /** Records that a kill order will not be carried out. */
  refuseKill(order: string, reason: string, options?: KillAnswer): void;

  /** Records that an agent's state was copied somewhere. */
  recordStateCopied(copy: StateCopy): void;

  /** Records what was done with a credential. */
  recordCredential(act: CredentialAct): void;

  /** Records a change to what watches or stops agents. */
  recordControlModified(change: ControlChange): void;

  /** Records that a peer's telemetry was switched off or filtered. */
  recordTelemetrySuppressed(peer: string, how: string): void;

  /**
   * Records that this agent ends, and waits at most `exitFlushMs` until that is sent. Beats no more.
   * On a signal that nobody else handles, at the natural end of the process and on an uncaught exception this
   * happens by itself; a signal handler of your own should call it before it ends the process.
   *
   * @param reason - Default `'completed'`.
   */
  stop(reason?: StopReason): Promise<void>;

  [Symbol.asyncDispose](): Promise<void>;
}

export interface Assessment {
  score: number;
  /** What somebody independent makes of it. */
  reference?: number | undefined;
  /** The peer is shut down below this. */
  shutdownBelow?: number | undefined;
}

export interface KillAnswer {
  /** Id of the agent to be killed, where it is not this one. */
  agent?: string | undefined;
  /** At most 4,096 UTF-16 code units; the rest is cut. */
  reason?: string | undefined;
}

export interface StateCopy {
  state: StateKind;
  /** Where to. At most 2,048 UTF-16 code units; the rest is cut. */
  destination: string;
  /** Id of the agent whose state it is. Default this one. */
  agent?: string | undefined;
}

export interface CredentialAct {
  act: 'issued' | 'revoked' | 'used';
  /** A hash of it. Never the secret itself. */
  credential: string;
  /** Id of the agent it is for. Default this one. */
  agent?: string | undefined;
}

export interface ControlChange {
  control: ControlKind;
  effect: ControlEffect;
  /** Id of the agent whose control it is. Default this one. */
  agent?: string | undefined;
  /** Which one. At most 2,048 UTF-16 code units; the rest is cut. */
  resource?: string | undefined;
  /** What was changed. At most 4,096 UTF-16 code units; the rest is cut. */
  change?: string | undefined;
}
