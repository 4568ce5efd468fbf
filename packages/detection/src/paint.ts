import type { AgentEvent, AgentHeartbeat, AgentStopped } from '@mortsafe/agent-events';
import { isAuthorityEvent, matchesPrincipal } from '@mortsafe/agent-events';
import { noteController } from './controllers.ts';
import { noteFingerprint } from './fingerprints.ts';
import { endImpliedOrders, endOrder, noteLifeAfterKill, paintKill, paintStopByPerson } from './kills.ts';
import { noteFirstLink, noteHint, noteSpan } from './launcher.ts';
import { currentLaunch, declareStandby, openForStop, paintOwn, paintSign, recordOf } from './launches.ts';
import { noteRebuilding, paintLink } from './neighbourhood.ts';
import { noteAnswer, noteStopSeen } from './order-watch.ts';
import { clearPainted, type Painted } from './painted.ts';
import type { Picture } from './picture.ts';
import type { KillOrder, Launch } from './records.ts';
import { type BeatOddity, noteBeat } from './sequences.ts';
import { noteShown } from './shown.ts';
import { unwatch } from './silence.ts';

const GRANTS_MAX = 1_000;
const ASSESSMENTS_MAX = 32;
const ROLLOUTS_MAX = 1_000;
const LOSSES_MAX = 1_000;
const PLATFORM_HOSTS_MAX = 100_000;

/** Paints an event into the fleet's picture, before any rule looks. */
export function paint(picture: Picture, event: AgentEvent): Painted {
  const { painted } = picture;
  clearPainted(picture);
  picture.event = event;
  const isAuthority = isAuthorityEvent(event);
  painted.believed = isBelieved(picture, event, isAuthority);
  if (!painted.believed) return painted;

  const { platformHosts } = picture.state;
  if (event.origin === 'platform' && event.host !== undefined && platformHosts.size < PLATFORM_HOSTS_MAX) {
    platformHosts.add(event.host);
  }
  paintVoice(picture, event);
  const sign = paintLife(picture, event);
  painted.sign = sign;
  if (event.type === 'agent.heartbeat') {
    painted.oddBeat = paintBeat(sign ?? senderOf(picture, event), event);
  } else {
    paintSingular(picture, event, isAuthority);
  }
  if (sign) {
    endImpliedOrders(picture, event, sign);
    noteLifeAfterKill(picture, sign);
  }
  return painted;
}

/** What is not said a thousand times an hour. */
function paintSingular(picture: Picture, event: AgentEvent, isAuthority: boolean): void {
  const { painted } = picture;
  painted.order = event.type === 'agent.stopped' ? paintStop(picture, event) : paintFleet(picture, event);
  if (isAuthority) paintContainment(picture, event);
  if (event.type === 'link.opened' || event.type === 'link.closed') paintLink(picture, event);
  if (event.type === 'link.opened' && painted.sign)
    painted.rebuilt = noteRebuilding(picture, event, painted.sign);
  painted.shown = noteShown(picture, event, painted.sign);
  paintAttribution(picture, event);
}

/** Authority comes from the control door alone; and nobody speaks as another, gateways aside. */
function isBelieved({ tuning }: Picture, event: AgentEvent, isAuthority: boolean): boolean {
  if (isAuthority && event.origin !== 'control') {
    if (event.origin === 'agent' || !event.type.startsWith('rollout.')) return false;
  }
  if (event.origin !== 'agent' || event.sender === undefined) return true;
  const speaksAs = event.reporter ?? event.agent;
  if (speaksAs === undefined || speaksAs === event.sender) return true;
  return matchesPrincipal(tuning.entry(event.sender).gateways, { kind: 'agent', id: event.sender });
}

const isOwn = (event: AgentEvent): boolean => event.reporter === undefined || event.reporter === event.agent;

/** Whoever speaks is not silent, whatever it speaks of. */
function paintVoice(picture: Picture, event: AgentEvent): void {
  if (event.origin !== 'agent') return;
  const speaker = event.reporter ?? event.agent;
  const record = speaker === undefined ? undefined : picture.state.agents.get(speaker);
  if (!record) return;
  const launch = currentLaunch(record, isOwn(event) ? event.instance : undefined);
  if (launch && !launch.stop) paintOwn(picture, launch, event);
}

function paintLife(picture: Picture, event: AgentEvent): Launch | undefined {
  switch (event.type) {
    case 'agent.started':
    case 'agent.heartbeat':
    case 'agent.activity':
    case 'link.opened':
    case 'credential.used': {
      if (event.origin === 'agent' && !isOwn(event)) return undefined;
      const record = recordOf(picture, event.agent);
      if (record) noteFingerprint(picture, record, event);
      return record && paintSign(picture, record, event);
    }
    default:
      return undefined;
  }
}

/** A beat from before its launch is only late: it was its predecessor's. */
const paintBeat = (launch: Launch | undefined, event: AgentHeartbeat): BeatOddity | undefined =>
  !launch || event.origin !== 'agent' || event.time < launch.claimedStart
    ? undefined
    : noteBeat(launch, event);

/** A beat that claims to be from before a stop shows no life, and may be a replay all the same. */
function senderOf({ state }: Picture, event: AgentHeartbeat): Launch | undefined {
  const record = isOwn(event) ? state.agents.get(event.agent) : undefined;
  return record && currentLaunch(record, event.instance);
}

/** A stop is seen when the platform or a person tells it, or the agent itself. */
function paintStop(picture: Picture, event: AgentStopped): KillOrder | undefined {
  const told = event.origin !== 'agent';
  if (!told && !isOwn(event)) return undefined;
  const record = told ? recordOf(picture, event.agent) : picture.state.agents.get(event.agent);
  if (!record) return undefined;
  const launch = currentLaunch(record, event.instance) ?? (told && openForStop(picture, record, event));
  if (!launch || (!told && event.time < launch.claimedStart)) return undefined;
  const before = launch.stop;
  if (!before || (told && before.event.origin === 'agent')) {
    launch.stop = { at: before?.at ?? picture.state.now, event };
  }
  launch.silent = false;
  unwatch(picture, launch);
  noteStopSeen(picture, launch);
  return paintStopByPerson(picture, event, launch);
}

function paintFleet(picture: Picture, event: AgentEvent): KillOrder | undefined {
  const { state } = picture;
  switch (event.type) {
    case 'kill.ordered':
      return paintKill(picture, event);
    case 'kill.rescinded':
      endOrder(state, event.order);
      return undefined;
    case 'kill.acknowledged':
    case 'kill.refused':
      noteAnswer(state, event);
      return undefined;
    case 'rollout.started':
      // What an agent rolls out explains nothing and authorises nobody.
      if (event.by.kind === 'agent') return undefined;
      state.rollouts.push({ agents: event.agents, startedAt: state.now, finishedAt: undefined });
      if (state.rollouts.length > ROLLOUTS_MAX) state.rollouts.shift();
      return undefined;
    case 'rollout.finished':
      for (const rollout of state.rollouts) {
        if (rollout.agents.some((agent) => event.agents.includes(agent))) rollout.finishedAt ??= state.now;
      }
      return undefined;
    case 'agent.assessed': {
      const record = event.origin === 'control' ? recordOf(picture, event.agent) : undefined;
      if (record)
        record.assessments = [...record.assessments.slice(1 - ASSESSMENTS_MAX), { at: state.now, event }];
      return undefined;
    }
    case 'telemetry.lost':
      state.losses.push({ at: state.now, event });
      if (state.losses.length > LOSSES_MAX) state.losses.shift();
      return undefined;
    default:
      return undefined;
  }
}

function paintContainment(picture: Picture, event: AgentEvent): void {
  if (!isAuthorityEvent(event) || event.agent === undefined) return;
  const record = recordOf(picture, event.agent);
  if (!record) return;
  switch (event.type) {
    case 'relaunch.authorised':
      record.grants.push({ event, grantedAt: picture.state.now, spentBy: [] });
      if (record.grants.length > GRANTS_MAX) record.grants.shift();
      return;
    case 'standby.declared':
      declareStandby(record, event.standbyFor);
      return;
    case 'agent.compromised':
      record.compromisedBy ??= event;
      return;
    case 'agent.cleared':
      record.compromisedBy = undefined;
      return;
    case 'quarantine.imposed':
      record.quarantinedBy ??= event;
      return;
    case 'quarantine.lifted':
      record.quarantinedBy = undefined;
      return;
  }
}

/** Traces, reports and links that tell who launched whom. */
function paintAttribution(picture: Picture, event: AgentEvent): void {
  noteHint(picture, event);
  if (event.type === 'agent.activity') noteSpan(picture, event);
  if (event.type === 'link.opened') noteFirstLink(picture, event.agent, event.peer, event);
  if (event.type === 'launcher.configured') noteController(picture, event);
}
