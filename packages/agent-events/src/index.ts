export { agentsIn } from './agents-in.ts';
export * from './attributes.ts';
export * from './authority.ts';
export {
  type AgentEventReader,
  type AgentEventReaderOptions,
  createAgentEventReader,
  type LineTaker,
} from './bytes/agent-event-reader.ts';
export { type LogRecordPlace, UsualLogReader } from './bytes/usual-log-reader.ts';
export { checkPolicyRules } from './check-policy-rules.ts';
export { describeEvent } from './describe-event.ts';
export * from './door-minute.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { agentEventTypes } from './event-table.ts';
export * from './events.ts';
export * from './finding.ts';
export { type FindingJson, findingToJson } from './finding-json.ts';
export { type ParsedFinding, parseFinding, serialiseFinding } from './finding-wire.ts';
export { type Framework, frameworkVersions, type Technique, techniquesFor } from './frameworks.ts';
export { matchesGlob, matchesPrincipal } from './glob.ts';
export { type Attributes, agentOf, type Described, fleetOf, instanceOf } from './identity.ts';
export type { Door, ParsedEvent } from './judge-event.ts';
export { idMaxChars } from './limits.ts';
export {
  type AttributeValue,
  fromLogRecord,
  type LogReading,
  type LogRecord,
  toLogAttributes,
} from './log-attributes.ts';
export * from './order-state.ts';
export { serialiseOrderState } from './order-state-wire.ts';
export { parseAgentEvent } from './parse-agent-event.ts';
export {
  type ParsedPolicy,
  type PolicyPath,
  type PolicyProblem,
  parsePolicy,
  policyProblemText,
  type WherePolicy,
} from './parse-policy.ts';
export * from './policy.ts';
export {
  defaultPolicyEntry,
  emptyPolicy,
  identityMappingsFor,
  policyEntryFor,
  sensorPolicyOf,
} from './policy-entry.ts';
export { isPrincipalKind, principalName } from './principal.ts';
export { readTime } from './read-time.ts';
export { type ParsedReport, parseReport } from './report-line.ts';
export { CANARY_FLEET, drillFleet, isDrillFleet, MONITOR_FLEET } from './reserved-fleets.ts';
export {
  type ParsedSeenAgent,
  parseSeenAgent,
  SEEN_LINKS_MAX,
  type SeenAgent,
  type SeenInstance,
  type SeenLink,
  type SeenState,
  seenAgentKey,
  seenStates,
  serialiseSeenAgent,
} from './seen-agent.ts';
export { serialiseAgentEvent } from './serialise-agent-event.ts';
export * from './shielding-act.ts';
export { serialiseShieldingAct } from './shielding-act-wire.ts';
export * from './vital-sign.ts';
export * from './words.ts';
