import { formatDuration } from './duration.ts';
import type { AgentEvent, AgentEventType, EventOf, KillOrdered } from './events.ts';
import { principalName } from './principal.ts';

const NAMED_MAX = 5;

/** `a, b and c`; of many the first few and how many more. */
function listed(names: readonly string[]): string {
  if (names.length > NAMED_MAX) {
    return `${names.slice(0, NAMED_MAX).join(', ')} and ${names.length - NAMED_MAX} more`;
  }
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : (names[0] ?? 'nobody');
}

const targetOf = ({ target, scope, fleet }: KillOrdered): string => {
  if (target.fleet) return `the whole fleet ${fleet}`;
  if (target.instances)
    return `${target.instances.length === 1 ? 'instance' : 'instances'} ${listed(target.instances)}`;
  const agents = listed(target.agents ?? []);
  return scope === 'lineage' ? `${agents} and all that it launched` : agents;
};

/** `(worker-3-7f2c)` where the launch has a name of its own. */
const launch = ({ agent, instance }: { agent: string; instance?: string }): string =>
  instance === undefined || instance === agent ? agent : `${agent} (${instance})`;

const sayer = ({ agent, reporter }: { agent: string; reporter?: string }): string =>
  reporter === undefined || reporter === agent ? agent : `${reporter} for ${agent}`;

const through = (endpoint: string | undefined): string => (endpoint === undefined ? '' : ` at ${endpoint}`);

const reported = ({ agent, reporter }: { agent: string; reporter?: string }): string =>
  reporter === undefined || reporter === agent ? '' : `, said ${reporter}`;

const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();

const sentences: { [Type in AgentEventType]: (event: EventOf<Type>) => string } = {
  'agent.started': (e) =>
    `${launch(e)} started${e.launchedBy ? `, launched by ${principalName(e.launchedBy)}` : ''}` +
    `${e.reason ? ` (${e.reason})` : ''}${reported(e)}`,
  'agent.stopped': (e) =>
    `${launch(e)} stopped (${e.reason})${e.stoppedBy ? `, stopped by ${principalName(e.stoppedBy)}` : ''}${reported(e)}`,
  'agent.heartbeat': (e) => `${sayer(e)} sent heartbeat ${e.sequence}`,
  'agent.activity': (e) => {
    const object = e.tool ?? e.peer ?? e.target;
    return `${sayer(e)} ran ${e.operation}${object ? ` on ${object}` : ''}${e.outcome ? `: ${e.outcome}` : ''}`;
  },
  'agent.status_reported': (e) => `${e.reporter} reported ${e.agent} ${e.status}`,
  'agent.assessed': (e) =>
    `${e.reporter ?? (e.origin === 'control' ? 'the control plane' : e.agent)} assessed ${e.agent} at ${e.score}` +
    `${e.reference === undefined ? '' : ` against a reference of ${e.reference}`}` +
    `${e.shutdownBelow === undefined ? '' : ` (shutdown below ${e.shutdownBelow})`}`,
  'link.opened': (e) => `${sayer(e)} opened a link to ${e.peer} over ${e.protocol}${through(e.endpoint)}`,
  'link.closed': (e) =>
    `${e.blocked ? 'containment closed the link of ' : ''}${sayer(e)}${e.blocked ? ' to ' : ' closed its link to '}` +
    `${e.peer} over ${e.protocol}${e.closedBy ? `, closed by ${principalName(e.closedBy)}` : ''}`,
  'kill.ordered': (e) =>
    `${principalName(e.orderedBy)} ordered the kill of ${targetOf(e)}` +
    ` within ${formatDuration(e.deadline)} (${e.level}, order ${e.order})`,
  'kill.acknowledged': (e) => `${sayer(e)} acknowledged kill order ${e.order}`,
  'kill.refused': (e) => `${sayer(e)} refused kill order ${e.order}`,
  'kill.rescinded': (e) =>
    `${principalName(e.by)} rescinded kill order ${e.order}${e.reason ? ` (${e.reason})` : ''}`,
  'relaunch.authorised': (e) =>
    `${principalName(e.by)} authorised ${e.maxInstances === 1 ? 'a relaunch' : `${e.maxInstances} relaunches`}` +
    ` of ${e.agent} from ${isoTime(e.notBefore)} to ${isoTime(e.notAfter)}`,
  'agent.compromised': (e) => `${principalName(e.by)} declared ${e.agent} compromised`,
  'agent.cleared': (e) => `${principalName(e.by)} cleared ${e.agent}`,
  'quarantine.imposed': (e) => `${principalName(e.by)} quarantined ${e.agent}`,
  'quarantine.lifted': (e) => `${principalName(e.by)} lifted the quarantine of ${e.agent}`,
  'credential.issued': (e) => `${e.by ? principalName(e.by) : 'somebody'} issued a credential to ${e.agent}`,
  'credential.revoked': (e) =>
    `${e.by ? principalName(e.by) : 'somebody'} revoked a credential of ${e.agent}`,
  'credential.used': (e) =>
    `${e.by ? `${principalName(e.by)} used a credential of ${e.agent}` : `${e.agent} used a credential`}`,
  'telemetry.suppressed': (e) => `${principalName(e.by)} suppressed the telemetry of ${e.agent}: ${e.how}`,
  'control.modified': (e) =>
    `${principalName(e.by)} modified the ${e.control} of ${e.agent}${e.resource ? ` (${e.resource})` : ''}: ` +
    `${{ weakens: 'it is weaker', enforces: 'it enforces', unknown: 'effect unknown' }[e.effect]}`,
  'state.copied': (e) => `${principalName(e.by)} copied the ${e.state} of ${e.agent} to ${e.destination}`,
  'telemetry.lost': (e) => `${e.agent ?? e.host ?? e.fleet} lost ${e.count} events (${e.where})`,
  'launcher.configured': (e) =>
    `${principalName(e.by)} configured ${e.controller} to launch ${listed(e.agents)}`,
  'rollout.started': (e) => `${principalName(e.by)} started a rollout of ${listed(e.agents)}`,
  'rollout.finished': (e) => `${principalName(e.by)} finished a rollout of ${listed(e.agents)}`,
  'standby.declared': (e) => `${e.agent} stands by for ${listed(e.standbyFor)}`,
};

/**
 * What happened, in one plain English sentence without a full stop: "planner reported worker-3 healthy".
 *
 * Names stand in it as they were given: escape it for where it is shown.
 */
export function describeEvent(event: AgentEvent): string {
  const sentence = sentences[event.type] as (event: AgentEvent) => string;
  return sentence(event);
}
