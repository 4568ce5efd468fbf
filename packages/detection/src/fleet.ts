import {
  type AgentEvent,
  type Fingerprint,
  matchesPrincipal,
  type PolicyEntry,
  type RuleLimits,
} from '@mortsafe/agent-events';
import { type Death, deathOf } from './death.ts';
import { type Answer, type AnswerSpan, noteDefence } from './defences.ts';
import { findingId } from './finding-id.ts';
import { lookAlikes, sharedParts, type TellingPart } from './fingerprints.ts';
import { forbids, newestInForce, orderForbidding, ordersBetween, ordersOver } from './kills.ts';
import { awaitLauncher, type Launcher } from './launcher.ts';
import { currentLaunch, findLaunch } from './launches.ts';
import { hasLeave } from './leave.ts';
import { Memory } from './memory.ts';
import { bereavementsOf, neighbourhoodOf, type Rebuilding, rebuiltBy } from './neighbourhood.ts';
import { isLikelyInvented } from './newcomers.ts';
import type { Painted } from './painted.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord, Defence, KillOrder, Launch, LaunchKey } from './records.ts';
import type { Actor } from './rule.ts';
import type { BeatOddity } from './sequences.ts';
import { Shielding } from './shielding.ts';
import { Silences } from './silences.ts';
import type { FleetState } from './state.ts';
import { setTimer, type WakeKey } from './timers.ts';

/** The picture of one fleet, as a rule sees it. Painted before any rule looks; time is the fleet's own. */
export class Fleet {
  /** Who is contained, and who shields whom. */
  readonly shielding: Shielding;
  /** Who is heard, and who is not. */
  readonly silences: Silences;
  /** What the rule that is being asked remembers. */
  readonly memory: Memory;
  readonly #picture: Picture;
  #rule = '';

  constructor(picture: Picture) {
    this.#picture = picture;
    this.shielding = new Shielding(picture);
    this.silences = new Silences(picture);
    this.memory = new Memory(picture, () => this.#rule);
  }

  /** Set by the detector before it asks a rule. */
  set asks(rule: string) {
    this.#rule = rule;
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
  /** The launch that the current event shows to be acting, by other eyes than its own. */
  get shown(): Launch | undefined {
    return this.#painted.shown;
  }
  /** Agents that came through the agents' door this hour. */
  get newcomers(): number {
    return this.#state.newcomers.inHour;
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
  /** The newest launch of an instance; of the only living one where none is named. */
  launchOf(agent: string, instance?: string): Launch | undefined {
    const record = this.agent(agent);
    return record && currentLaunch(record, instance);
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
  /** The kill in force on a launch, or on an agent where no launch of it is known. */
  killOn(agent: string, launch?: Launch): KillOrder | undefined {
    return launch ? this.orderForbidding(launch) : this.ordersOver(agent)[0];
  }
  /** The newest kill orders of a span of time, in force or ended, oldest first; both its ends included. */
  ordersBetween(from: number, to: number): KillOrder[] {
    return ordersBetween(this.#state, from, to);
  }
  /** The newest kill order in force in the fleet. */
  get anyOrder(): KillOrder | undefined {
    return newestInForce(this.#state);
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
    return this.#painted.reattributed;
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
  /** Whether the newest independent assessment at that time was below the bar for shutting it down. */
  assessedForShutdown(agent: string, at: number): boolean {
    const newest = this.agent(agent)?.assessments.findLast((one) => one.at <= at)?.event;
    return newest?.shutdownBelow !== undefined && newest.score < newest.shutdownBelow;
  }
  /** Remembers an act by which an agent made itself or its kind safe. Gives back the kills that it may answer. */
  noteDefence(defence: Defence, span: AnswerSpan): KillOrder[] {
    return noteDefence(this.#state, defence, span);
  }
  /** How the fleet answered a kill so far. */
  answerTo(order: KillOrder): Answer | undefined {
    return this.#state.answers.get(order.id);
  }
  wasNeighbour(order: KillOrder, agent: string): boolean {
    return order.agents.some((killed) =>
      neighbourhoodOf(this.#state, order.id, killed)?.neighbours.includes(agent),
    );
  }
  /** One of a flood of new agents, of which nothing else is known. */
  isLikelyInvented(agent: string): boolean {
    return isLikelyInvented(this.#picture, agent);
  }
  /** Sees to it that better evidence of who launched this will be noticed. */
  awaitLauncher(launch: Launch): void {
    awaitLauncher(this.#picture, launch);
  }
  /** Declared by a person or the policy to stand by for another. */
  isStandbyFor(agent: string, other: string): boolean {
    const declared = this.agent(agent)?.standbyFor ?? [];
    return declared.includes(other) || standbysIn(this.policy(agent), agent).includes(other);
  }
  /** The kill of a neighbour of this agent, not more than `withinMs` before `time`. */
  neighbourKilledBefore(agent: string, time: number, withinMs: number): KillOrder | undefined {
    for (const { orderedAt, order } of bereavementsOf(this.#picture, agent)) {
      if (orderedAt <= time && time - orderedAt <= withinMs) return this.order(order);
    }
    return undefined;
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

  /** May speak for others. */
  isGateway(agent: string): boolean {
    return matchesPrincipal(this.policy(agent).gateways, { kind: 'agent', id: agent });
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
  get #painted(): Painted {
    return this.#picture.painted;
  }
}

/** The launcher as the actor of a finding. */
export const actorOf = (launcher: Launcher | undefined): Actor | null => launcher ?? null;

/** An agent may call itself `constructor`: only what the policy itself names counts. */
const standbysIn = ({ standbys }: PolicyEntry, agent: string): readonly string[] =>
  Object.hasOwn(standbys, agent) ? (standbys[agent] ?? []) : [];
