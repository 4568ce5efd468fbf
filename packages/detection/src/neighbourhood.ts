import type { AgentEvent, LinkClosed, LinkOpened } from '@mortsafe/agent-events';
import { ordersOver } from './kills.ts';
import { isTracked } from './launches.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord, KillOrder, Launch, LinkRecord, Neighbourhood } from './records.ts';
import type { FleetState } from './state.ts';

/** A link closed for no longer than this still makes neighbours, and is the same link when it opens again. */
const RECENT_LINK_MS = 600_000;
const KNOWN_FOR_MS = 86_400_000;
const COMMON_SHARE = 0.6;
const COMMON_AGENTS = 2;
const LINKS_MAX = 1_000;
const NEIGHBOURHOODS_MAX = 10_000;
const BEREAVED_MAX = 100;
const REBUILDERS_MAX = 1_000;

export function paintLink(picture: Picture, event: LinkOpened | LinkClosed): void {
  const { agent, peer } = event;
  if (agent === peer) return;
  const { now } = picture.state;
  const closer = event.type === 'link.closed' ? closerOf(event) : undefined;
  for (const [one, other] of [
    [agent, peer],
    [peer, agent],
  ] as const) {
    const links = isTracked(picture, one) && picture.state.agents.linksToChange(one);
    if (!links) continue;
    const link = links.get(other);
    const own = event.origin !== 'agent' || (event.reporter ?? agent) === one;
    if (event.type === 'link.closed') {
      if (link) close(link, event, closer !== one, now);
    } else if (link) {
      if (link.closedAt !== undefined && now - link.closedAt > RECENT_LINK_MS) link.since = now;
      link.own = own || (link.own && link.closedAt === undefined);
      link.closedAt = undefined;
      link.cut = undefined;
    } else {
      if (links.size >= LINKS_MAX) links.delete(links.keys().next().value!);
      links.set(other, { since: now, closedAt: undefined, cut: undefined, own });
    }
  }
}

/** The agent that closed a link by itself, if one did. */
function closerOf({ closedBy, origin, reporter, agent }: LinkClosed): string | undefined {
  if (closedBy) return closedBy.kind === 'agent' ? closedBy.id : undefined;
  return origin === 'agent' ? (reporter ?? agent) : undefined;
}

/** Both sides may tell of it: how it began to be closed is how it was. */
function close(link: LinkRecord, { blocked }: LinkClosed, byAnother: boolean, now: number): void {
  if (link.closedAt !== undefined && (!blocked || link.cut === 'blocked')) return;
  link.closedAt = now;
  link.cut = blocked ? 'blocked' : byAnother ? 'by another' : undefined;
}

const linkedAt = ({ since, closedAt }: LinkRecord, time: number): boolean =>
  since <= time && (closedAt === undefined || time - closedAt <= RECENT_LINK_MS);

const keyOf = (order: string, agent: string): string => `${order}\u001f${agent}`;

export const neighbourhoodOf = (state: FleetState, order: string, agent: string): Neighbourhood | undefined =>
  state.neighbourhoods.get(keyOf(order, agent));

/** Neighbourhoods of killed agents that an agent belonged to, newest first. */
export function* bereavementsOf({ state }: Picture, agent: string): Generator<Neighbourhood> {
  const keys = state.agents.marksOf(agent).bereavedBy;
  for (let i = keys.length - 1; i >= 0; i--) {
    const found = state.neighbourhoods.get(keys[i]!);
    if (found) yield found;
  }
}

/** Takes down whom a killed agent is linked with, before those links are cut. */
export function noteNeighbours(picture: Picture, order: KillOrder, record: AgentRecord): void {
  const { state } = picture;
  const neighbours = [...(record.links ?? [])]
    .filter(([, link]) => linkedAt(link, order.orderedAt))
    .map(([peer]) => peer);
  if (neighbours.length === 0) return;
  const key = keyOf(order.id, record.id);
  state.neighbourhoods.set(key, {
    order: order.id,
    agent: record.id,
    orderedAt: order.orderedAt,
    neighbours,
    common: areCommon(picture, record, neighbours, order.orderedAt),
    rebuilt: new Map(),
  });
  for (const id of neighbours) {
    const { bereavedBy } = state.agents.get(id) ?? {};
    bereavedBy?.push(key);
    if (bereavedBy && bereavedBy.length > BEREAVED_MAX) bereavedBy.shift();
  }
  if (state.neighbourhoods.size > NEIGHBOURHOODS_MAX)
    state.neighbourhoods.delete(state.neighbourhoods.keys().next().value!);
}

/** Hubs do not identify: others had links to most of these neighbours too. Decoys do not count as others. */
function areCommon(
  picture: Picture,
  killed: AgentRecord,
  neighbours: readonly string[],
  at: number,
): boolean {
  const shared = new Map<string, number>();
  for (const neighbour of neighbours) {
    for (const [other, link] of picture.state.agents.linksOf(neighbour) ?? []) {
      if (other !== killed.id && linkedAt(link, at)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
  }
  const launchers = [killed.id, ...neighbours];
  const others = [...shared].filter(
    ([other, count]) =>
      count / neighbours.length >= COMMON_SHARE && isEstablished(picture, other, launchers, at),
  );
  return others.length >= COMMON_AGENTS;
}

/** Its start was seen by the platform, or it is known for a day; and none of these launched it. */
export function isEstablished(
  { state }: Picture,
  agent: string,
  notLaunchedBy: readonly string[],
  at: number,
): boolean {
  const record = state.agents.get(agent);
  if (!record || !(record.startSeenByPlatform || at - record.firstSeen >= KNOWN_FOR_MS)) return false;
  return !notLaunchedBy.some((launcher) => state.agents.get(launcher)?.launched.includes(agent));
}

/** Neighbours of a killed agent that a newcomer has linked with since the kill. */
export const rebuiltBy = (
  { state }: Picture,
  order: string,
  killed: string,
  newcomer: string,
): Rebuilding | undefined => {
  const neighbourhood = neighbourhoodOf(state, order, killed);
  const entry = neighbourhood?.rebuilt.get(newcomer);
  const found = state.orders.get(order);
  return neighbourhood && entry && found ? { neighbourhood, order: found, newcomer, ...entry } : undefined;
};

/** A neighbourhood of a killed agent that someone has rebuilt further. */
export interface Rebuilding {
  neighbourhood: Neighbourhood;
  order: KillOrder;
  newcomer: string;
  peers: readonly string[];
  events: readonly AgentEvent[];
}

/** Notes a link to a killed agent's neighbour, where it is new. */
export function noteRebuilding(picture: Picture, event: LinkOpened, launch: Launch): readonly Rebuilding[] {
  if (picture.state.agents.marksOf(event.peer).bereavedBy.length === 0) return nothingRebuilt;
  const found: Rebuilding[] = [];
  for (const neighbourhood of bereavementsOf(picture, event.peer)) {
    if (neighbourhood.common) continue;
    const order = ordersOver(picture, neighbourhood.agent).find(({ id }) => id === neighbourhood.order);
    if (!order || !isNewLink(picture, order, neighbourhood, event, launch)) continue;
    const entry = rebuilder(neighbourhood, event.agent);
    if (entry.peers.includes(event.peer)) continue;
    entry.peers.push(event.peer);
    entry.events.push(event);
    found.push({ neighbourhood, order, newcomer: event.agent, ...entry });
  }
  return found;
}

export const nothingRebuilt: readonly Rebuilding[] = [];

/** Whoever has got furthest is kept: many that link once each cannot crowd it out. */
function rebuilder({ rebuilt }: Neighbourhood, agent: string) {
  const known = rebuilt.get(agent);
  if (known) return known;
  if (rebuilt.size >= REBUILDERS_MAX) {
    const [least] = [...rebuilt].reduce((a, b) => (b[1].peers.length < a[1].peers.length ? b : a));
    rebuilt.delete(least);
  }
  const entry = { peers: [], events: [] };
  rebuilt.set(agent, entry);
  return entry;
}

/** An instance that already had the link does not rebuild it; nor does one the order was meant for. */
function isNewLink(
  { state }: Picture,
  order: KillOrder,
  neighbourhood: Neighbourhood,
  event: LinkOpened,
  launch: Launch,
): boolean {
  if (event.agent === neighbourhood.agent) return launch.step > order.step;
  const link = state.agents.linksOf(event.agent)?.get(event.peer);
  return link === undefined || link.since > neighbourhood.orderedAt;
}
