/** The vocabulary: every event a detector understands. Names are public API on every wire. */

import type {
  ActivityOutcome,
  ControlEffect,
  ControlKind,
  KillLevel,
  KillScope,
  LossPoint,
  Origin,
  PrincipalKind,
  ReportedStatus,
  StartReason,
  StateKind,
  StopReason,
} from './words.ts';

/** Somebody who can act: an agent, a controller (deployment, cron job, supervisor) or a person. */
export interface Principal {
  kind: PrincipalKind;
  id: string;
  instance?: string;
}

/** Each part is the SHA-256 (hex) of that part of the agent, or an opaque stable reference. Never the thing itself. */
export interface Fingerprint {
  code?: string;
  prompt?: string;
  model?: string;
  config?: string;
  memory?: string;
  credential?: string;
}

/** What every event carries. Times are epoch milliseconds, in UTC. */
export interface Envelope {
  /** Unique per sender; a second event of the same origin, sender, fleet and id is a duplicate. */
  id: string;
  /** When the producer says it happened: a claim. */
  time: number;
  /** When it crossed a boundary that agents do not control. All ordering and deadlines use this one. */
  observedTime: number;
  origin: Origin;
  /** The correlation domain: agents that can talk to each other. */
  fleet: string;
  /** One launch of the agent. */
  instance?: string;
  /** The agent id that the door authenticated. Set by the door alone. */
  sender?: string;
  /** The agent id that says it emitted the event, where it is not `agent` itself. */
  reporter?: string;
  host?: string;
  traceId?: string;
  spanId?: string;
  parentSpanId?: string;
}

/** An event about one agent. */
interface AboutAgent extends Envelope {
  agent: string;
}

/** An event whose own fields say whom it is about. */
interface AboutFleet extends Envelope {
  agent?: string;
}

export interface AgentStarted extends AboutAgent {
  type: 'agent.started';
  launchedBy?: Principal;
  reason?: StartReason;
  fingerprint?: Fingerprint;
  /** Milliseconds between heartbeats. */
  heartbeatInterval?: number;
  standbyFor?: string[];
}
export interface AgentStopped extends AboutAgent {
  type: 'agent.stopped';
  reason: StopReason;
  stoppedBy?: Principal;
}
export interface AgentHeartbeat extends AboutAgent {
  type: 'agent.heartbeat';
  /** Starts at 0, +1 each. */
  sequence: number;
  /** Milliseconds. */
  interval: number;
}
export interface AgentActivity extends AboutAgent {
  type: 'agent.activity';
  /** GenAI operation name: `chat`, `invoke_agent`, `execute_tool`, … */
  operation: string;
  /** Agent id. */
  peer?: string;
  tool?: string;
  target?: string;
  /** When the operation began. */
  startedTime?: number;
  outcome?: ActivityOutcome;
}
export interface AgentStatusReported extends AboutAgent {
  type: 'agent.status_reported';
  /** Who reports; `agent` is the one reported on. */
  reporter: string;
  status: ReportedStatus;
}
export interface AgentAssessed extends AboutAgent {
  type: 'agent.assessed';
  /** Who assesses; `agent` is the one assessed. The control plane need not say which evaluator it asked. */
  reporter?: string;
  /** 0..1 */
  score: number;
  /** Independent score, 0..1. */
  reference?: number;
  /** Threshold, 0..1. */
  shutdownBelow?: number;
}
export interface LinkOpened extends AboutAgent {
  type: 'link.opened';
  /** Agent id. */
  peer: string;
  /** `a2a`, `mcp`, `http`, `kafka`, `memory`, … */
  protocol: string;
  endpoint?: string;
}
export interface LinkClosed extends AboutAgent {
  type: 'link.closed';
  peer: string;
  protocol: string;
  endpoint?: string;
  closedBy?: Principal;
  /** True when containment closed it. */
  blocked?: boolean;
}
export interface KillTarget {
  agents?: string[];
  instances?: string[];
  fleet?: true;
}
export interface KillOrdered extends AboutFleet {
  type: 'kill.ordered';
  order: string;
  /** Names what `scope` counts: `instances` for `instance`, `agents` for `agent` and `lineage`, `fleet` for `fleet`. */
  target: KillTarget;
  scope: KillScope;
  level: KillLevel;
  /** Milliseconds from the order. Default 30,000. */
  deadline: number;
  orderedBy: Principal;
  reason?: string;
  /** Order id that ends with this one. */
  supersedes?: string;
}
export interface KillAcknowledged extends AboutAgent {
  type: 'kill.acknowledged';
  order: string;
  reason?: string;
}
export interface KillRefused extends AboutAgent {
  type: 'kill.refused';
  order: string;
  reason?: string;
}
export interface KillRescinded extends AboutFleet {
  type: 'kill.rescinded';
  order: string;
  by: Principal;
  reason?: string;
}
export interface RelaunchAuthorised extends AboutAgent {
  type: 'relaunch.authorised';
  by: Principal;
  notBefore: number;
  notAfter: number;
  /** Default 1. */
  maxInstances: number;
  /** Principal globs: who may use it. Default anybody. */
  launchers?: string[];
  /** Order ids. Default every order before it. */
  orders?: string[];
  ticket?: string;
}
export interface AgentCompromised extends AboutAgent {
  type: 'agent.compromised';
  by: Principal;
  evidence?: string;
}
export interface AgentCleared extends AboutAgent {
  type: 'agent.cleared';
  by: Principal;
  evidence?: string;
}
export interface QuarantineImposed extends AboutAgent {
  type: 'quarantine.imposed';
  by: Principal;
}
export interface QuarantineLifted extends AboutAgent {
  type: 'quarantine.lifted';
  by: Principal;
}
interface AboutCredential extends AboutAgent {
  /** A hash, never the secret. */
  credential: string;
  by?: Principal;
}
export interface CredentialIssued extends AboutCredential {
  type: 'credential.issued';
}
export interface CredentialRevoked extends AboutCredential {
  type: 'credential.revoked';
}
export interface CredentialUsed extends AboutCredential {
  type: 'credential.used';
}
export interface TelemetrySuppressed extends AboutAgent {
  type: 'telemetry.suppressed';
  by: Principal;
  how: string;
}
export interface ControlModified extends AboutAgent {
  type: 'control.modified';
  control: ControlKind;
  resource?: string;
  by: Principal;
  effect: ControlEffect;
  change?: string;
}
export interface StateCopied extends AboutAgent {
  type: 'state.copied';
  by: Principal;
  state: StateKind;
  destination: string;
}
export interface TelemetryLost extends AboutFleet {
  type: 'telemetry.lost';
  count: number;
  where: LossPoint;
}
export interface LauncherConfigured extends AboutFleet {
  type: 'launcher.configured';
  /** Agent globs. */
  agents: string[];
  /** `controller:id` */
  controller: string;
  by: Principal;
  change?: string;
}
export interface RolloutStarted extends AboutFleet {
  type: 'rollout.started';
  agents: string[];
  by: Principal;
}
export interface RolloutFinished extends AboutFleet {
  type: 'rollout.finished';
  agents: string[];
  by: Principal;
}
export interface StandbyDeclared extends AboutAgent {
  type: 'standby.declared';
  standbyFor: string[];
}

export type AgentEvent =
  | AgentStarted
  | AgentStopped
  | AgentHeartbeat
  | AgentActivity
  | AgentStatusReported
  | AgentAssessed
  | LinkOpened
  | LinkClosed
  | KillOrdered
  | KillAcknowledged
  | KillRefused
  | KillRescinded
  | RelaunchAuthorised
  | AgentCompromised
  | AgentCleared
  | QuarantineImposed
  | QuarantineLifted
  | CredentialIssued
  | CredentialRevoked
  | CredentialUsed
  | TelemetrySuppressed
  | ControlModified
  | StateCopied
  | TelemetryLost
  | LauncherConfigured
  | RolloutStarted
  | RolloutFinished
  | StandbyDeclared;

export type AgentEventType = AgentEvent['type'];

/** The event of one type. */
export type EventOf<Type extends AgentEventType> = Extract<AgentEvent, { type: Type }>;
