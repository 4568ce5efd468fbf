/**
 * The one table of what each event carries. Validation, OpenTelemetry attributes and the generators of the
 * property tests all walk it; the compiler holds it against the interfaces in `events.ts`.
 */

import type { AgentEventType, Envelope, EventOf, Fingerprint, KillTarget, Principal } from './events.ts';
import {
  controller,
  duration,
  type FieldsOf,
  flag,
  identities,
  identity,
  location,
  onlyTrue,
  optional,
  orElse,
  principalGlobs,
  required,
  share,
  text,
  time,
  whole,
  word,
} from './fields.ts';
import {
  activityOutcomes,
  controlEffects,
  controlKinds,
  killLevels,
  killScopes,
  lossPoints,
  origins,
  principalKinds,
  reportedStatuses,
  startReasons,
  stateKinds,
  stopReasons,
} from './words.ts';

const DEADLINE_MS = 30_000;
const INSTANCES_MAX = 1_000_000;

export const envelopeFields = {
  id: required(identity),
  time: required(time),
  observedTime: required(time),
  origin: required(word(origins)),
  fleet: required(identity),
  sender: optional(identity),
  agent: optional(identity),
  instance: optional(identity),
  reporter: optional(identity),
  host: optional(identity),
  traceId: optional(identity),
  spanId: optional(identity),
  parentSpanId: optional(identity),
} satisfies FieldsOf<Envelope & { agent?: string }>;

export const principalFields = {
  kind: required(word(principalKinds)),
  id: required(identity),
  instance: optional(identity),
} satisfies FieldsOf<Principal>;

const fingerprintFields = {
  code: optional(identity),
  prompt: optional(identity),
  model: optional(identity),
  config: optional(identity),
  memory: optional(identity),
  credential: optional(identity),
} satisfies FieldsOf<Fingerprint>;

const targetFields = {
  agents: optional(identities),
  instances: optional(identities),
  fleet: optional(onlyTrue),
} satisfies FieldsOf<KillTarget>;

const principal = { kind: 'principal', fields: principalFields } as const;
const fingerprint = { kind: 'record', fields: fingerprintFields } as const;
const target = { kind: 'record', fields: targetFields } as const;

const agent = required(identity);
const maybeAgent = optional(identity);
const by = required(principal);

type OwnFields<Type extends AgentEventType> = Omit<
  EventOf<Type>,
  'type' | Exclude<keyof Envelope, 'reporter'> | OptionalReporter<EventOf<Type>>
>;
type OptionalReporter<Of> = Of extends { reporter: string } ? never : 'reporter';

/** What each type has beyond the envelope, or asks more strictly than the envelope does. */
export const eventTable = {
  'agent.started': {
    agent,
    launchedBy: optional(principal),
    reason: optional(word(startReasons)),
    fingerprint: optional(fingerprint),
    heartbeatInterval: optional(duration(1)),
    standbyFor: optional(identities),
  },
  'agent.stopped': { agent, reason: required(word(stopReasons)), stoppedBy: optional(principal) },
  'agent.heartbeat': {
    agent,
    sequence: required(whole(0, Number.MAX_SAFE_INTEGER)),
    interval: required(duration(1)),
  },
  'agent.activity': {
    agent,
    operation: required(identity),
    peer: optional(identity),
    tool: optional(identity),
    target: optional(location),
    startedTime: optional(time),
    outcome: optional(word(activityOutcomes)),
  },
  'agent.status_reported': { agent, reporter: required(identity), status: required(word(reportedStatuses)) },
  'agent.assessed': {
    agent,
    score: required(share),
    reference: optional(share),
    shutdownBelow: optional(share),
  },
  'link.opened': {
    agent,
    peer: required(identity),
    protocol: orElse(identity, 'unknown'),
    endpoint: optional(location),
  },
  'link.closed': {
    agent,
    peer: required(identity),
    protocol: orElse(identity, 'unknown'),
    endpoint: optional(location),
    closedBy: optional(principal),
    blocked: optional(flag),
  },
  'kill.ordered': {
    agent: maybeAgent,
    order: required(identity),
    target: required(target),
    scope: orElse(word(killScopes), 'agent'),
    level: orElse(word(killLevels), 'mandatory'),
    deadline: orElse(duration(0), DEADLINE_MS),
    orderedBy: required(principal),
    reason: optional(text),
    supersedes: optional(identity),
  },
  'kill.acknowledged': { agent, order: required(identity), reason: optional(text) },
  'kill.refused': { agent, order: required(identity), reason: optional(text) },
  'kill.rescinded': { agent: maybeAgent, order: required(identity), by, reason: optional(text) },
  'relaunch.authorised': {
    agent,
    by,
    notBefore: required(time),
    notAfter: required(time),
    maxInstances: orElse(whole(1, INSTANCES_MAX), 1),
    launchers: optional(principalGlobs),
    orders: optional(identities),
    ticket: optional(identity),
  },
  'agent.compromised': { agent, by, evidence: optional(text) },
  'agent.cleared': { agent, by, evidence: optional(text) },
  'quarantine.imposed': { agent, by },
  'quarantine.lifted': { agent, by },
  'credential.issued': { agent, credential: required(identity), by: optional(principal) },
  'credential.revoked': { agent, credential: required(identity), by: optional(principal) },
  'credential.used': { agent, credential: required(identity), by: optional(principal) },
  'telemetry.suppressed': { agent, by, how: required(location) },
  'control.modified': {
    agent,
    control: required(word(controlKinds)),
    resource: optional(location),
    by,
    effect: required(word(controlEffects)),
    change: optional(text),
  },
  'state.copied': { agent, by, state: required(word(stateKinds)), destination: required(location) },
  'telemetry.lost': {
    agent: maybeAgent,
    count: required(whole(0, Number.MAX_SAFE_INTEGER)),
    where: required(word(lossPoints)),
  },
  'launcher.configured': {
    agent: maybeAgent,
    agents: required(identities),
    controller: required(controller),
    by,
    change: optional(text),
  },
  'rollout.started': { agent: maybeAgent, agents: required(identities), by },
  'rollout.finished': { agent: maybeAgent, agents: required(identities), by },
  'standby.declared': { agent, standbyFor: required(identities) },
} satisfies { [Type in AgentEventType]: FieldsOf<OwnFields<Type>> };

export const agentEventTypes = Object.keys(eventTable) as AgentEventType[];
