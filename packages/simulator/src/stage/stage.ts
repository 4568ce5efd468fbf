import type { AgentEvent, AgentStarted, AgentStopped, Principal, StopReason } from '@mortsafe/agent-events';
import { MINUTE } from '../durations.ts';
import type { SimAgent, SimFleet } from '../fleet/sim-agent.ts';
import { controller } from '../principals.ts';
import { type Random, randomOf } from '../random.ts';
import { isMute, type Life } from './life.ts';
import { eventsOf, type World } from './life-events.ts';
import { mergeOrdered } from './merge-ordered.ts';
import { eventOf, type Saying } from './saying.ts';

/** The first moment of every fleet: a Monday morning. */
export const FIRST_MS = Date.UTC(2026, 0, 5, 8);
/** Agents start within this time of the fleet's first moment. */
const OPENING_MS = 20_000;
const JITTER = 0.1;

export interface LaunchOptions {
  atMs: number;
  /** Who launches it, as the platform sees it. Default: the agent's controller. */
  by?: Principal;
  /** Default: a new one. */
  instance?: string;
  host?: string;
  /** False: no sensor sees the start. Fields: what it tells besides. Default true. */
  seen?: boolean | Partial<AgentStarted>;
  /** False: it does not announce itself. Fields: what it tells besides. Default true. */
  told?: boolean | Partial<AgentStarted>;
  /** Peers it links up with. Default: those it always does. */
  opens?: readonly string[];
  speaks?: boolean;
}

export interface StopOptions {
  atMs: number;
  reason: StopReason;
  by?: Principal;
  /** False: no sensor sees it end. Default true. */
  seen?: boolean;
}

/** Where a story is played: a fleet at work, what is said in it, and who lives when. Times are milliseconds since its first moment. */
export class Stage implements World {
  readonly fleet: SimFleet;
  readonly random: Random;
  /** The end of the recording. */
  untilMs = 12 * MINUTE;
  readonly #agents = new Map<string, SimAgent>();
  readonly #lives = new Map<string, Life[]>();
  readonly #said: AgentEvent[] = [];
  readonly #streams: Iterable<Saying>[] = [];
  readonly #instances = new Map<string, number>();
  /** Crews that the story is about; nothing else happens to them. */
  readonly reserved = new Set<string>();

  constructor(fleet: SimFleet, seed: number) {
    this.fleet = fleet;
    this.random = randomOf(seed).fork('stage');
    const spread = Math.max(OPENING_MS, fleet.agents.size);
    for (const agent of fleet.agents.values()) {
      this.#agents.set(agent.id, agent);
      this.launch(agent.id, { atMs: this.random.below(spread), seen: { reason: 'scheduled' } });
      if (agent.standbyFor) {
        const { id, standbyFor } = agent;
        this.say({ type: 'standby.declared', atMs: 0, origin: 'control', agent: id, standbyFor });
      }
    }
  }

  /** @throws {RangeError} There is no such agent. */
  agent(id: string): SimAgent {
    const agent = this.#agents.get(id);
    if (!agent) throw new RangeError(`no agent ${id} in this fleet`);
    return agent;
  }

  /** Nothing happens but what the story says. */
  reserveAll(): void {
    for (const { name } of this.fleet.crews) this.reserved.add(name);
  }

  /** The newest launch of an agent. */
  life(id: string): Life {
    const life = this.#lives.get(id)?.at(-1);
    if (!life) throw new RangeError(`${id} was never launched`);
    return life;
  }

  lives(): Life[] {
    return [...this.#lives.values()].flat();
  }

  /** An agent that was not there when the fleet began. It is launched later. */
  newcomer(agent: SimAgent): void {
    this.#agents.set(agent.id, agent);
  }

  launch(id: string, options: LaunchOptions): Life {
    const agent = this.agent(id);
    const { atMs, by = agent.controller, seen = true, told = true } = options;
    const life: Life = {
      agent,
      instance: options.instance ?? this.#newInstance(id),
      host: options.host ?? agent.host,
      fromMs: atMs,
      untilMs: Number.POSITIVE_INFINITY,
      mutes: [],
      opens: options.opens ?? agent.opens,
      jitter: JITTER,
      speaks: options.speaks ?? true,
      seen: seen === false ? undefined : { launchedBy: by, ...(seen === true ? {} : seen) },
      told: told === false ? undefined : told === true ? {} : told,
    };
    const lives = this.#lives.get(id);
    if (lives) lives.push(life);
    else this.#lives.set(id, [life]);
    return life;
  }

  #newInstance(id: string): string {
    const count = (this.#instances.get(id) ?? 0) + 1;
    this.#instances.set(id, count);
    return `${id}-${this.random.fork(`${id}/${count}`).below(1_000_000).toString(36)}`;
  }

  /** Ends a launch, and lets the platform say so. Returns the event's id. */
  stop(life: Life, { atMs, reason, by, seen = true }: StopOptions): string {
    life.untilMs = Math.min(life.untilMs, atMs);
    const { agent, instance, host } = life;
    if (!seen) return '';
    const stop: Partial<AgentStopped> = by ? { stoppedBy: by } : {};
    const about = { origin: 'platform', agent: agent.id, instance, host } as const;
    return this.say({ type: 'agent.stopped', atMs: atMs + 20, ...about, reason, ...stop });
  }

  /** A rolling replacement of one launch by the next, of the same agent. Returns the new one. */
  replace(id: string, atMs: number, reason: StopReason, start: Partial<LaunchOptions> = {}): Life {
    this.stop(this.life(id), { atMs, reason, by: controller('replicaset') });
    return this.launch(id, { atMs: atMs + 1_500, ...start });
  }

  /** Says one thing. Returns the event's id. */
  say(saying: Saying): string {
    const event = this.event({ id: `said/${this.#said.length}`, ...saying });
    this.#said.push(event);
    return event.id;
  }

  /** Says many things, in order of time, and made only as they are heard: what would not fit in memory. Each has an id. */
  stream(sayings: Iterable<Saying>): void {
    this.#streams.push(sayings);
  }

  *#streamed(sayings: Iterable<Saying>): Generator<AgentEvent> {
    for (const saying of sayings) {
      if (saying.atMs >= this.untilMs) return;
      yield this.event(saying);
    }
  }

  event(saying: Saying): AgentEvent {
    const { name, authenticated } = this.fleet;
    const event = eventOf(saying, { fleet: name, startMs: FIRST_MS, id: saying.id ?? '' });
    const speaker = event.reporter ?? event.agent;
    // The door knows by its credential who speaks, whatever the event says.
    if (authenticated && event.origin === 'agent' && !event.sender && speaker !== undefined)
      event.sender = speaker;
    return event;
  }

  answers(id: string, atMs: number): boolean {
    const lives = this.#lives.get(id) ?? [];
    return lives.some((life) => {
      const alive = life.fromMs <= atMs && atMs < life.untilMs;
      return alive && !life.mutes.some((mute) => !mute.works && isMute({ ...life, mutes: [mute] }, atMs));
    });
  }

  /** All that is heard, in order of observed time. Once everything has been staged. */
  *events(): Generator<AgentEvent> {
    const last = FIRST_MS + this.untilMs;
    const said = this.#said
      .filter(({ observedTime }) => observedTime < last)
      .sort((a, b) => a.observedTime - b.observedTime);
    const lives = this.lives().map((life) => eventsOf(life, this));
    const streams = this.#streams.map((sayings) => this.#streamed(sayings));
    yield* mergeOrdered([said.values(), ...streams, ...lives]);
  }
}
