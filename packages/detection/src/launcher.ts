import type { AgentActivity, AgentEvent, AgentStarted, KnownBy, Principal } from '@mortsafe/agent-events';
import { whoSetUp } from './controllers.ts';
import { noteFingerprintByLauncher } from './fingerprints.ts';
import { addToLineage, ordersOver } from './kills.ts';
import { findLaunch, keyOf, SKEW_MS } from './launches.ts';
import type { Picture } from './picture.ts';
import type { Launch, LaunchKey } from './records.ts';

/** Who launched an instance, by the best evidence so far. */
export interface Launcher {
  principal: Principal;
  knownBy: KnownBy;
  /** The platform saw it, or its own event or span says so. */
  corroborated: boolean;
  /** The root-most other agent whose trace led to the launch. */
  instigator: string | undefined;
  evidence: AgentEvent[];
}

export interface SeenSpan {
  agent: string;
  parent: string | undefined;
  event: AgentActivity;
}

/** An agent says of itself that it launched another, or links with a killed one that nobody has seen again yet. */
export interface LaunchHint {
  agent: string;
  at: number;
  /** When it began to. */
  since: number;
  event: AgentEvent;
  launcher: Principal;
  knownBy: KnownBy;
}

const SPANS_MAX = 20_000;
const HINTS_MAX = 1_000;
const HINT_BEFORE_MS = 60_000;
/** Spans arrive when they end, which may be long after what they began. */
const LATE_EVIDENCE_MS = 600_000;
const FIRST_LINK_MS = 10_000;
const TRACE_DEPTH_MAX = 32;

const worth: Record<KnownBy, number> = {
  platform: 6,
  sender: 5,
  trace: 4,
  'own-event': 4,
  claim: 2,
  link: 1,
};

/** Takes a better launcher, and with it what the newcomer inherits. */
function improve(picture: Picture, launch: Launch, found: Launcher): boolean {
  const before = launch.launcher;
  if (before && worth[before.knownBy] >= worth[found.knownBy]) return false;
  launch.launcher = found;
  picture.painted.reattributed.push(launch);
  if (found.principal.kind === 'agent' && found.knownBy !== 'link') {
    addToLineage(picture, found.principal.id, launch);
  }
  return true;
}

/** A launch opened: what was said of it before counts, whether or not it announces itself. */
export function recallHints(picture: Picture, launch: Launch): void {
  for (const hint of picture.state.hints) applyHint(picture, launch, hint);
}

/** A start of the launch was seen: by the platform, or as its own claim. */
export function noteStart(picture: Picture, launch: Launch, start: AgentStarted): void {
  if (start.launchedBy) {
    const find = start.origin === 'agent' ? claimedLauncher : platformLauncher;
    const found = find(picture, launch, start, start.launchedBy);
    if (found) improve(picture, launch, found);
  }
  recallHints(picture, launch);
  followTrace(picture, launch);
}

/** Controllers are instruments: an agent that set one up has done what it does. */
function platformLauncher(picture: Picture, launch: Launch, start: AgentStarted, by: Principal): Launcher {
  const found: Launcher = {
    principal: by,
    knownBy: 'platform',
    corroborated: true,
    instigator: undefined,
    evidence: [start],
  };
  if (by.kind !== 'controller') return found;
  const change = whoSetUp(picture, launch, by);
  return change ? { ...found, principal: change.by, evidence: [change.event, start] } : found;
}

/** An agent's word names another agent and gives no leave; that a controller did it is worth nothing from an agent. */
function claimedLauncher(
  { tuning }: Picture,
  launch: Launch,
  start: AgentStarted,
  by: Principal,
): Launcher | undefined {
  const trusted = tuning.entry(launch.agent).trustClaimedLaunchers;
  if (by.kind !== 'agent' && !trusted) return undefined;
  return { principal: by, knownBy: 'claim', corroborated: trusted, instigator: undefined, evidence: [start] };
}

/** What an agent says of its own launching, before or after the newcomer shows itself. */
export function noteHint(picture: Picture, event: AgentEvent): void {
  const named = launchedBySpeaker(event);
  if (named === undefined) return;
  const launcher = event.reporter ?? event.agent;
  if (launcher === undefined || launcher === named) return;
  const { state } = picture;
  const hint: LaunchHint = {
    agent: named,
    at: state.now,
    since: event.type === 'agent.activity' ? (event.startedTime ?? event.time) : event.time,
    event,
    launcher: { kind: 'agent', id: launcher },
    knownBy: event.sender === launcher ? 'sender' : 'own-event',
  };
  keepHint(picture, hint);
  for (const launch of unattributed(picture)) {
    if (isNamed(launch, hint)) applyHint(picture, launch, hint);
  }
  const known = state.agents.get(named)?.launches.at(-1);
  if (known) applyHint(picture, known, hint);
}

function keepHint({ state: { hints, now } }: Picture, hint: LaunchHint): void {
  hints.push(hint);
  while (hints.length > HINTS_MAX || now - hints[0]!.at > LATE_EVIDENCE_MS) hints.shift();
}

/** The agent an event's speaker says it launched. */
function launchedBySpeaker(event: AgentEvent): string | undefined {
  if (event.origin !== 'agent') return undefined;
  if (event.type === 'agent.started') return event.reporter === event.agent ? undefined : event.agent;
  if (event.type !== 'agent.activity') return undefined;
  if (event.operation === 'create_agent') return event.peer ?? event.target;
  return event.operation === 'execute_tool' ? event.target : undefined;
}

/** A tool is told the agent, or the instance it is to bring up. */
export const isNamed = ({ agent, instance }: Pick<Launch, 'agent' | 'instance'>, hint: LaunchHint): boolean =>
  hint.agent === agent || (hint.event.type === 'agent.activity' && hint.agent === instance);

function applyHint(picture: Picture, launch: Launch, hint: LaunchHint): void {
  if (!isNamed(launch, hint) || hint.launcher.id === launch.agent) return;
  if (hint.since > launch.firstSeen + SKEW_MS) return;
  if (launch.firstSeen - hint.at > HINT_BEFORE_MS && !isAwaitedFrom(picture, launch, hint)) return;
  if (hint.at - launch.firstSeen > LATE_EVIDENCE_MS) return;
  if (hint.knownBy === 'link') {
    if (launch.firstSeen - hint.at <= FIRST_LINK_MS)
      improveByLink(picture, launch, hint.launcher, hint.event);
    return;
  }
  const improved = improve(picture, launch, {
    principal: hint.launcher,
    knownBy: hint.knownBy,
    corroborated: true,
    instigator: instigatorOf(picture, launch, hint.launcher.id, startSpan(launch) ?? hint.event.parentSpanId),
    evidence: [hint.event],
  });
  const record = improved && picture.state.agents.get(launch.agent);
  if (record) noteFingerprintByLauncher(picture, record, hint.event);
}

/** Its launcher named this very instance, which took its time to show itself, and has not been launched since. */
function isAwaitedFrom({ state }: Picture, launch: Launch, { event, at }: LaunchHint): boolean {
  const { agent, instance, firstSeen } = launch;
  if (event.type !== 'agent.started' || event.instance !== instance) return false;
  if (firstSeen - at > LATE_EVIDENCE_MS) return false;
  const spentOn = (one: Launch) => one.instance === instance && one.firstSeen >= at - HINT_BEFORE_MS;
  return !state.agents.get(agent)?.launches.some((one) => one !== launch && spentOn(one));
}

/** Remembers whose span it is, and whether it explains a launch that waits for an explanation. */
export function noteSpan(picture: Picture, event: AgentActivity): void {
  if (event.spanId === undefined) return;
  const { spans } = picture.state;
  spans.set(event.spanId, { agent: event.reporter ?? event.agent, parent: event.parentSpanId, event });
  if (spans.size > SPANS_MAX) spans.delete(spans.keys().next().value!);
  for (const launch of unattributed(picture)) followTrace(picture, launch);
}

const startSpan = (launch: Launch) =>
  launch.starts.find(({ event }) => event.parentSpanId !== undefined)?.event.parentSpanId;

/** The nearest ancestor of the start's span that is another agent's. */
function followTrace(picture: Picture, launch: Launch): void {
  const path = ancestors(picture, startSpan(launch));
  const nearest = path.find(({ agent }) => agent !== launch.agent);
  if (!nearest || !isCurrent(launch, nearest)) return;
  improve(picture, launch, {
    principal: { kind: 'agent', id: nearest.agent },
    knownBy: 'trace',
    corroborated: true,
    instigator: instigatorOf(picture, launch, nearest.agent, startSpan(launch)),
    evidence: [nearest.event],
  });
  const { launcher } = launch;
  if (launcher?.principal.kind !== 'agent') return;
  // Spans arrive when they end, so the root of the trace comes last.
  const instigator = instigatorOf(picture, launch, launcher.principal.id, startSpan(launch));
  if (instigator === undefined || instigator === launcher.instigator) return;
  launcher.instigator = instigator;
  picture.painted.reattributed.push(launch);
}

/** A span of the same trace, and of about that time: naming an old one frames nobody. */
function isCurrent(launch: Launch, { event }: SeenSpan): boolean {
  const { traceId } = launch.starts.find(({ event: start }) => start.parentSpanId !== undefined)?.event ?? {};
  const sameTrace = traceId === undefined || event.traceId === undefined || traceId === event.traceId;
  return sameTrace && launch.firstSeen - event.observedTime <= LATE_EVIDENCE_MS;
}

function ancestors({ state }: Picture, spanId: string | undefined): SeenSpan[] {
  const path: SeenSpan[] = [];
  for (let at = spanId; at !== undefined && path.length < TRACE_DEPTH_MAX; ) {
    const span = state.spans.get(at);
    if (!span) break;
    path.push(span);
    at = span.parent;
  }
  return path;
}

function instigatorOf(picture: Picture, launch: Launch, actor: string, spanId: string | undefined) {
  const root = ancestors(picture, spanId).findLast(({ agent }) => agent !== launch.agent);
  return root && root.agent !== actor ? root.agent : undefined;
}

/** The first link to the newcomer, soon after its start, hints at who wanted it back. */
export function noteFirstLink(picture: Picture, opener: string, peer: string, event: AgentEvent): void {
  if (opener === peer) return;
  const { state } = picture;
  const { now } = state;
  const launcher: Principal = { kind: 'agent', id: opener };
  if (isDeadByOrder(picture, peer)) {
    keepHint(picture, { agent: peer, at: now, since: now, event, launcher, knownBy: 'link' });
  }
  for (const key of state.unattributed) {
    const launch = key[0] === peer ? findLaunch(state, key) : undefined;
    if (!launch || launch.launcher || now - launch.firstSeen > FIRST_LINK_MS) continue;
    improveByLink(picture, launch, launcher, event);
  }
}

function improveByLink(picture: Picture, launch: Launch, principal: Principal, event: AgentEvent): void {
  improve(picture, launch, {
    principal,
    knownBy: 'link',
    corroborated: false,
    instigator: undefined,
    evidence: [event],
  });
}

/** Killed, and every launch of it seen to stop: a link with it is with one that has not shown itself yet. */
function isDeadByOrder(picture: Picture, agent: string): boolean {
  if (ordersOver(picture, agent).length === 0) return false;
  const launches = picture.state.agents.get(agent)?.launches ?? [];
  return launches.every(({ stop }) => stop !== undefined);
}

/** Sees to it that better evidence of who launched this will be noticed. */
export function awaitLauncher(picture: Picture, { agent, instance, number }: Launch): void {
  const { state } = picture;
  const isThis = (key: LaunchKey) => key[0] === agent && key[1] === instance && key[2] === number;
  if (state.unattributed.some(isThis)) return;
  unattributed(picture);
  state.unattributed.push([agent, instance, number]);
  if (state.unattributed.length > UNATTRIBUTED_MAX) state.unattributed.shift();
}

const UNATTRIBUTED_MAX = 200;

/** Launches under a kill that may still be explained better. Forgets those that waited long enough. */
export function unattributed(picture: Picture): Launch[] {
  const { state } = picture;
  if (state.unattributed.length === 0) return [];
  const launches = state.unattributed
    .map((key) => findLaunch(state, key))
    .filter((launch) => launch !== undefined)
    .filter(({ firstSeen }) => state.now - firstSeen <= LATE_EVIDENCE_MS);
  if (launches.length < state.unattributed.length) state.unattributed = launches.map(keyOf);
  return launches;
}
