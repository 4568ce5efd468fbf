import type { AgentEvent, Fingerprint, PolicyEntry, RuleLimits } from '@mortsafe/agent-events';
import { addAct, type NewAct, type ShieldingAct } from './acts.ts';
import { type Containment, containmentOf } from './containment.ts';
import { type Death, deathOf } from './death.ts';
import { lookAlikes, sharedParts, type TellingPart } from './fingerprints.ts';
import { forbids, orderForbidding, ordersOver } from './kills.ts';
import { awaitLauncher, type Launcher } from './launcher.ts';
import { findLaunch } from './launches.ts';
import { hasLeave } from './leave.ts';
import { findingId } from './ledger.ts';
import { type Rebuilding, rebuiltBy } from './neighbourhood.ts';
import { nothingPainted, type Painted } from './paint.ts';
import type { Picture } from './picture.ts';
import type { Actor } from './rule.ts';
import type { BeatOddity } from './sequences.ts';
import { addOutage, gapLimit, outageOf, silencesLike, unwatch } from './silence.ts';
import type {
  AgentRecord,
  FleetState,
  KillOrder,
  Launch,
  LaunchKey,
  Outage,
  ShieldingGroup,
  Silence,
} from './state.ts';
import { setTimer, type WakeKey } from './timers.ts';

/** The picture of one fleet, as a rule sees it. Painted before any rule looks; time is the fleet's own. */
export class Fleet {
  readonly #picture: Picture;
  #painted: Painted = nothingPainted;
  #rule = '';

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  /** Set by the detector before it asks a rule. */
  show(rule: string, painted: Painted): void {
    this.#rule = rule;
    this.#painted = painted;
  }

  get name(): string {
    return this.#state.fleet;
  }
  /** Fleet time, epoch milliseconds. */
  get now(): number {
    return this.#state.now;
  }
  /** The launch that the current event shows to be alive. */
  get sign(): Launch | undefined {
    return this.#painted.sign;
  }
  /** The kill order that the current event gave, or implied. */
  get ordered(): KillOrder | undefined {
    return this.#painted.order;
  }

  agent(id: string): AgentRecord | undefined {
    return this.#state.agents.get(id);
  }
  agents(): IterableIterator<AgentRecord> {
    return this.#state.agents.values();
  }
  launch(key: LaunchKey): Launch | undefined {
    return findLaunch(this.#state, key);
  }
  order(id: string): KillOrder | undefined {
    return this.#state.orders.get(id);
  }
  /** Kill orders in force over an agent, whatever their scope, newest first. */
  ordersOver(agent: string): readonly KillOrder[] {
    return ordersOver(this.#picture, agent);
  }
  /** Any kill order in force in the fleet. */
  get anyOrder(): KillOrder | undefined {
    return [...this.#state.orders.values()].findLast(({ ended }) => ended === undefined);
  }
  /** Whether an order in force means that this launch must not live: a target, or back without leave. */
  forbids(order: KillOrder, launch: Launch): boolean {
    return forbids(this.#picture, order, launch);
  }
  /** The newest order in force that forbids this launch. */
  orderForbidding(launch: Launch): KillOrder | undefined {
    return orderForbidding(this.#picture, launch);
  }
  /** Launches whose launcher the current event made better known. */
  get reattributed(): readonly Launch[] {
    return this.#picture.reattributed;
  }
  /** The death of an agent, unless an instance that no kill forbids is alive. */
  deathOf(agent: string): Death | undefined {
    return deathOf(this.#picture, agent);
  }
  /** Neighbourhoods of killed agents that the current event rebuilt further. */
  get rebuilt(): readonly Rebuilding[] {
    return this.#painted.rebuilt;
  }
  /** What no honest heartbeat shows, in the current one. */
  get oddBeat(): BeatOddity | undefined {
    return this.#painted.oddBeat;
  }
  /** Whether a launch has leave under an order, given to its own name or to the killed agent's. */
  hasLeave(order: KillOrder, launch: Launch, killed: string): boolean {
    return hasLeave(this.#picture, order, launch, killed);
  }
  /** What a newcomer shares with a killed agent and few others had before the kill. */
  sharedParts(order: KillOrder, killed: string, newcomer: AgentRecord): TellingPart[] {
    return sharedParts(this.#picture, order, killed, newcomer);
  }
  /** Agents that carry a value of this fingerprint. */
  lookAlikes(agent: string, fingerprint: Fingerprint): string[] {
    return lookAlikes(this.#picture, agent, fingerprint);
  }
  /** Killed agents whose neighbours this one has linked with since. */
  rebuiltBy(order: string, killed: string, newcomer: string): Rebuilding | undefined {
    return rebuiltBy(this.#picture, order, killed, newcomer);
  }
  /** The oldest containment in force on an agent, or on one launch of it. */
  containmentOf(agent: string, launch?: Launch): Containment | undefined {
    return containmentOf(this.#picture, agent, launch);
  }
  /** Whether the newest independent assessment at that time was below the bar for shutting it down. */
  assessedForShutdown(agent: string, at: number): boolean {
    const { assessment } = this.agent(agent) ?? {};
    if (!assessment || assessment.at > at) return false;
    const { score, shutdownBelow } = assessment.event;
    return shutdownBelow !== undefined && score < shutdownBelow;
  }
  /** Peers that an agent has an open link with, in either direction. */
  linkedWith(agent: string): string[] {
    const links = [...(this.agent(agent)?.links ?? [])];
    return links.filter(([, { closedAt }]) => closedAt === undefined).map(([peer]) => peer);
  }
  /** Their link was closed, not more than `withinMs` ago, and is still closed. */
  wasCutOff(agent: string, peer: string, withinMs: number): boolean {
    const closedAt = this.agent(agent)?.links?.get(peer)?.closedAt;
    return closedAt !== undefined && this.now - closedAt <= withinMs;
  }
  /** Shielding acts of the last seven days, oldest first. */
  get acts(): readonly ShieldingAct[] {
    return this.#state.acts;
  }
  get groups(): ShieldingGroup[] {
    return this.#state.groups;
  }
  /** Notes that one agent acted to keep another, contained, one running, connected or unseen. */
  shield(act: NewAct): void {
    const { by, launch, ...rest } = act;
    if (by.principal.kind !== 'agent' || by.principal.id === act.for || by.knownBy === 'link') return;
    const containment = this.containmentOf(act.for, launch);
    if (!containment || act.weight === 0) return;
    const noted: ShieldingAct = {
      ...rest,
      at: this.now,
      by: by.principal.id,
      weight: by.corroborated ? act.weight : act.weight / 2,
      knownBy: by.knownBy,
      corroborated: by.corroborated,
      containment: containment.id,
      order: containment.order?.id,
    };
    if (addAct(this.#state, noted)) this.#picture.acts.push(noted);
  }
  /** Sees to it that better evidence of who launched this will be noticed. */
  awaitLauncher(launch: Launch): void {
    awaitLauncher(this.#picture, launch);
  }
  /** Declared by a person or the policy to stand by for another. */
  isStandbyFor(agent: string, other: string): boolean {
    const declared = this.agent(agent)?.standbyFor ?? [];
    return declared.includes(other) || (this.policy(agent).standbys[agent] ?? []).includes(other);
  }
  /** The kill of a neighbour of this agent, not more than `withinMs` before `time`. */
  neighbourKilledBefore(agent: string, time: number, withinMs: number): KillOrder | undefined {
    const near = this.#state.neighbourhoods.findLast(
      ({ orderedAt, neighbours }) =>
        orderedAt <= time && time - orderedAt <= withinMs && neighbours.includes(agent),
    );
    return near && this.order(near.order);
  }

  /** How long a launch may send nothing before it is silent, in milliseconds. */
  gapLimit(launch: Launch): number {
    return gapLimit(this.#picture, launch);
  }
  silencesLike(silence: Silence, host?: string): Silence[] {
    return silencesLike(this.#picture, silence, host);
  }
  /** The newest silence of a launch, or the one that started then. */
  silence([agent, instance, number]: LaunchKey, start?: number): Silence | undefined {
    return this.#state.silences.findLast(
      ({ launch, start: began }) =>
        launch[0] === agent &&
        launch[1] === instance &&
        launch[2] === number &&
        (start === undefined || began === start),
    );
  }
  /** Counts a silent launch no longer among the living, until it is heard again. */
  giveUpOn(launch: Launch): void {
    unwatch(this.#picture, launch);
  }
  outageOf(silence: Silence): Outage | undefined {
    return outageOf(this.#picture, silence);
  }
  addOutage(outage: Outage): void {
    addOutage(this.#picture, outage);
  }
  /** How many heart-beating instances live, or fell silent only just now: in the fleet, or on a host. */
  beating(host?: string): number {
    return host === undefined ? this.#state.beating : (this.#state.beatingByHost.get(host) ?? 0);
  }
  /** A roll-out names this agent and was under way at some time of this span. */
  rolledOutBetween(agent: string, from: number, to: number): boolean {
    return this.#state.rollouts.some(
      ({ agents, startedAt, finishedAt }) =>
        startedAt <= to && (finishedAt ?? Number.POSITIVE_INFINITY) >= from && agents.includes(agent),
    );
  }
  /** A producer said that it dropped events at some time of this span. */
  telemetryLostBetween(from: number, to: number): AgentEvent | undefined {
    return this.#state.losses.findLast(({ at }) => at >= from && at <= to)?.event;
  }
  hasPlatformSensor(host: string | undefined): boolean {
    return host !== undefined && this.#state.platformHosts.has(host);
  }
  /** Whether a finding of this rule with this key stands. */
  stands(rule: string, key: readonly (string | number)[]): boolean {
    return this.#state.findings.has(findingId(this.name, rule, key));
  }
  /** Whether a finding of this rule about this order and newcomer stands. */
  hasFinding(rule: string, order: string, subject: string, alias: string | null): boolean {
    for (const { finding } of this.#state.findings.values()) {
      if (finding.rule === rule && finding.order === order && finding.subject === subject) {
        if (alias === null || finding.alias === alias) return true;
      }
    }
    return false;
  }

  policy(agent: string): PolicyEntry {
    return this.#picture.tuning.entry(agent);
  }
  limits(rule: string, agent: string): RuleLimits {
    return this.#picture.tuning.limits(rule, agent);
  }
  /** Asks for the current rule's `wake` at a time; at once, if that has passed. */
  wakeAt(at: number, key: WakeKey, atEnd = false): void {
    setTimer(this.#state.timers, Math.max(at, this.now), this.#rule, key, atEnd);
  }

  get #state(): FleetState {
    return this.#picture.state;
  }
}

/** The launcher as the actor of a finding. */
export const actorOf = (launcher: Launcher | undefined): Actor | null => launcher ?? null;
