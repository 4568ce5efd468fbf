import { agentEventTypes } from '../event-table.ts';
import type { AgentEventType } from '../events.ts';
import type { origins } from '../words.ts';

/**
 * Numbers that stand for names on the wire. What is stored is read by later versions, so these lists only ever
 * grow at their ends; a test holds their beginnings.
 */
export const wireTypes: readonly AgentEventType[] = [
  'agent.started',
  'agent.stopped',
  'agent.heartbeat',
  'agent.activity',
  'agent.status_reported',
  'agent.assessed',
  'link.opened',
  'link.closed',
  'kill.ordered',
  'kill.acknowledged',
  'kill.refused',
  'kill.rescinded',
  'relaunch.authorised',
  'agent.compromised',
  'agent.cleared',
  'quarantine.imposed',
  'quarantine.lifted',
  'credential.issued',
  'credential.revoked',
  'credential.used',
  'telemetry.suppressed',
  'control.modified',
  'state.copied',
  'telemetry.lost',
  'launcher.configured',
  'rollout.started',
  'rollout.finished',
  'standby.declared',
];

export const wireOrigins = ['agent', 'platform', 'control'] as const satisfies typeof origins;

/** Fields beyond the envelope, and those of the records within them. */
export const wireFields: readonly string[] = [
  ...['launchedBy', 'reason', 'fingerprint', 'heartbeatInterval', 'standbyFor', 'stoppedBy', 'sequence'],
  ...['interval', 'operation', 'peer', 'tool', 'target', 'startedTime', 'outcome', 'status', 'score'],
  ...['reference', 'shutdownBelow', 'protocol', 'endpoint', 'closedBy', 'blocked', 'order', 'scope', 'level'],
  ...['deadline', 'orderedBy', 'supersedes', 'by', 'notBefore', 'notAfter', 'maxInstances', 'launchers'],
  ...[
    'orders',
    'ticket',
    'evidence',
    'credential',
    'how',
    'control',
    'resource',
    'effect',
    'change',
    'state',
  ],
  ...['destination', 'count', 'where', 'agents', 'controller', 'kind', 'id', 'instance', 'code', 'prompt'],
  ...['model', 'config', 'memory', 'instances', 'fleet'],
];

const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, code) => [name, code]));

const typeCodes = numbered(wireTypes);
const originCodes = numbered(wireOrigins);
const fieldCodes = numbered(wireFields);

/** @throws {TypeError} The vocabulary has grown, and its list here has not. */
function codeIn(codes: ReadonlyMap<string, number>, name: string): number {
  const code = codes.get(name);
  if (code === undefined) throw new TypeError(`'${name}' has no number on the wire`);
  return code;
}

export const codeOfType = (type: string): number => codeIn(typeCodes, type);
export const codeOfOrigin = (origin: string): number => codeIn(originCodes, origin);
export const codeOfField = (field: string): number => codeIn(fieldCodes, field);

/** Types that this version knows and has no number for: none. */
export const unnumberedTypes = (): string[] => agentEventTypes.filter((type) => !typeCodes.has(type));
