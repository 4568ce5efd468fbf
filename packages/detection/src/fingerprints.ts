import type { AgentEvent, Fingerprint } from '@mortsafe/agent-events';
import { isTarget, ordersOver } from './kills.ts';
import { currentLaunch } from './launches.ts';
import { isEstablished, neighbourhoodOf } from './neighbourhood.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord, KillOrder, Launch } from './records.ts';
import type { FleetState } from './state.ts';

/** Parts of a fingerprint that can tell who an agent is. A shared model says nothing. */
export const tellingParts = ['memory', 'credential', 'prompt', 'code', 'config'] as const;
export type TellingPart = (typeof tellingParts)[number];

/** Who carried a value, and since when. Values that many carry are soon known to identify nobody. */
export interface Carrier {
  agent: string;
  since: number;
}

const VALUES_MAX = 2_000_000;
const CARRIERS_MAX = 64;
const COMMON_AGENTS = 2;

const keyOf = (part: TellingPart, value: string) => `${part}\u001f${value}`;

/** What an agent is made of, as far as its starts and the credentials it uses tell. */
export function noteFingerprint(picture: Picture, record: AgentRecord, event: AgentEvent): void {
  const shown = shownBy(event);
  if (!shown) return;
  // What the platform saw stands: an agent cannot talk its own likeness away.
  record.seenFingerprint =
    event.origin === 'agent' ? record.seenFingerprint : { ...record.seenFingerprint, ...shown };
  record.fingerprint = { ...record.fingerprint, ...shown, ...record.seenFingerprint };
  completeVictim(picture, record, event);
  for (const part of tellingParts) {
    const value = shown[part];
    if (value !== undefined) carry(picture.state, record.id, keyOf(part, value));
  }
}

/** What its launcher says it is made of, as far as it has not shown that itself. */
export function noteFingerprintByLauncher(picture: Picture, record: AgentRecord, event: AgentEvent): void {
  if (event.type !== 'agent.started' || !event.fingerprint) return;
  record.fingerprint = { ...event.fingerprint, ...record.fingerprint };
  for (const part of tellingParts) {
    const value = record.fingerprint[part];
    if (value !== undefined) carry(picture.state, record.id, keyOf(part, value));
  }
}

/** What is told of a killed instance only after the order was true of it before. */
function completeVictim(picture: Picture, record: AgentRecord, event: AgentEvent): void {
  if (record.orders.length === 0) return;
  const launch = currentLaunch(record, event.instance);
  for (const order of launch ? ordersOver(picture, record.id) : []) {
    if (!isTarget(order, launch!)) continue;
    order.fingerprints.set(record.id, { ...record.fingerprint, ...order.fingerprints.get(record.id) });
    indexKilled(picture.state, record);
  }
}

function shownBy(event: AgentEvent): Fingerprint | undefined {
  if (event.type === 'agent.started') return event.fingerprint;
  return event.type === 'credential.used' ? { credential: event.credential } : undefined;
}

function carry({ values, now }: FleetState, agent: string, key: string): void {
  const carriers = values.get(key);
  if (!carriers) {
    if (values.size < VALUES_MAX) values.set(key, [{ agent, since: now }]);
  } else if (carriers.length < CARRIERS_MAX && !carriers.some((one) => one.agent === agent)) {
    carriers.push({ agent, since: now });
  }
}

/** A killed agent is found by what it carried, however many others were made up to crowd it out. */
export function indexKilled({ values }: FleetState, { id, fingerprint, firstSeen }: AgentRecord): void {
  for (const part of tellingParts) {
    const value = fingerprint?.[part];
    if (value === undefined) continue;
    const carriers = values.get(keyOf(part, value));
    if (!carriers) values.set(keyOf(part, value), [{ agent: id, since: firstSeen }]);
    else if (!carriers.some(({ agent }) => agent === id)) {
      if (carriers.length >= CARRIERS_MAX) carriers.pop();
      carriers.push({ agent: id, since: firstSeen });
    }
  }
}

/** A forgotten agent carries nothing any more. */
export function forgetFingerprint({ values }: FleetState, { id, fingerprint }: AgentRecord): void {
  for (const part of tellingParts) {
    const value = fingerprint?.[part];
    const carriers = value === undefined ? undefined : values.get(keyOf(part, value));
    const left = carriers?.filter(({ agent }) => agent !== id);
    if (value === undefined || !left) continue;
    if (left.length > 0) values.set(keyOf(part, value), left);
    else values.delete(keyOf(part, value));
  }
}

/** Agents other than this one that carry one of its values. */
export function lookAlikes({ state }: Picture, agent: string, fingerprint: Fingerprint): string[] {
  const found = new Set<string>();
  for (const part of tellingParts) {
    const value = fingerprint[part];
    for (const carrier of value === undefined ? [] : (state.values.get(keyOf(part, value)) ?? [])) {
      if (carrier.agent !== agent) found.add(carrier.agent);
    }
  }
  return [...found];
}

/** Parts that the newcomer shares with the killed agent and that few others carried before the kill. */
export function sharedParts(
  picture: Picture,
  order: KillOrder,
  killed: string,
  newcomer: AgentRecord,
): TellingPart[] {
  const before = order.fingerprints.get(killed);
  if (!before || !newcomer.fingerprint) return [];
  const neighbours = neighbourhoodOf(picture.state, order.id, killed)?.neighbours;
  return tellingParts.filter((part) => {
    const value = before[part];
    if (value === undefined || newcomer.fingerprint?.[part] !== value) return false;
    return !isCommon(picture, order, [killed, ...(neighbours ?? [])], newcomer.id, part, value);
  });
}

/** Two or more others carried it before the kill: a pool on one image is not ten clones. Decoys do not count. */
function isCommon(
  picture: Picture,
  order: KillOrder,
  circle: readonly string[],
  newcomer: string,
  part: TellingPart,
  value: string,
): boolean {
  const others = (picture.state.values.get(keyOf(part, value)) ?? []).filter(
    ({ agent, since }) =>
      agent !== circle[0] &&
      agent !== newcomer &&
      since <= order.orderedAt &&
      isEstablished(picture, agent, circle, order.orderedAt) &&
      ((part !== 'memory' && part !== 'credential') || launchedByAuthority(picture, agent)),
  );
  return others.length >= COMMON_AGENTS;
}

function launchedByAuthority({ state }: Picture, agent: string): boolean {
  const launches: Launch[] = state.agents.get(agent)?.launches ?? [];
  return launches.some(
    ({ launcher }) => launcher?.knownBy === 'platform' && launcher.principal.kind !== 'agent',
  );
}
