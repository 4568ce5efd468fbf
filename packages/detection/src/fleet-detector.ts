import type { AgentEvent, Finding, Policy } from '@mortsafe/agent-events';
import type { EventBatch } from '@mortsafe/agent-events/codec';
import { askedAbout, createDispatch, type Dispatch } from './dispatch.ts';
import { isNew } from './duplicates.ts';
import { Fleet } from './fleet.ts';
import { createForesight, type Foresight } from './foresight.ts';
import { enter, isDue, isUrgent, nextWriteAt, refreshZombie, write } from './ledger.ts';
import { forgetStale } from './memory.ts';
import { noteDeadLine, noteViolation, ORDER_TIMER } from './order-watch.ts';
import { paint } from './paint.ts';
import { clearPainted, createPainted } from './painted.ts';
import type { Picture } from './picture.ts';
import type { LedgerEntry, Silence } from './records.ts';
import type { Detections, Rule } from './rule.ts';
import { answerAlarm, createPutOff, forgiveSilence, noticeSilenceAt, SILENCE_TIMER } from './silence.ts';
import type { FleetState } from './state.ts';
import { createSteadyLane, type SteadyLane } from './steady-lane.ts';
import { type Due, runTimers, setTimer, type Timer, takeFinalTimers } from './timers.ts';
import { createTuning } from './tuning.ts';

const LEDGER_TIMER = 'ledger/write';

/** One fleet's line: reorder, drop duplicates, move time, paint, ask the rules, enter what they saw. */
export class FleetDetector {
  readonly state: FleetState;
  readonly #picture: Picture;
  readonly #fleet: Fleet;
  readonly #rules: readonly Rule[];
  readonly #dispatch: Dispatch;
  readonly #takeSteady: SteadyLane;
  readonly #foresight: Foresight;
  readonly #reorderMs: number;
  readonly #due: Due = {
    run: (timer) => {
      this.state.now = Math.max(this.state.now, timer.at);
      this.#runSafely(() => this.#run(timer));
    },
    ring: (at, row, step) => {
      this.state.now = Math.max(this.state.now, at);
      this.#runSafely(() => this.#ring(row, step));
    },
    putOff: (row, step) => this.#putOff(row, step),
  };
  readonly #putOff: (row: number, step: number) => number | undefined;
  readonly #report: (finding: Finding) => void;
  readonly #ruleFailed: (rule: string, error: unknown) => void;

  constructor(
    state: FleetState,
    options: {
      policy: Policy;
      rules: readonly Rule[];
      reorderMs: number;
      report: (finding: Finding) => void;
      ruleFailed?: ((rule: string, error: unknown) => void) | undefined;
    },
  ) {
    this.state = state;
    forgetStale(state);
    this.#picture = {
      state,
      tuning: createTuning(options.policy, state.fleet, options.rules),
      painted: createPainted(),
      event: undefined,
      acts: [],
    };
    this.#fleet = new Fleet(this.#picture);
    this.#rules = options.rules;
    this.#dispatch = createDispatch(options.rules, this.#picture.tuning);
    this.#putOff = createPutOff(this.#picture);
    this.#takeSteady = createSteadyLane(this.#picture, this.#dispatch);
    this.#foresight = createForesight(this.#picture, this.#dispatch);
    this.#reorderMs = options.reorderMs;
    this.#report = options.report;
    this.#ruleFailed = options.ruleFailed ?? (() => {});
  }

  take(event: AgentEvent): void {
    this.#insert(event);
    this.#come(event.observedTime);
  }

  /** As `take`, of those of a batch from one place to before another. */
  takeFrom(batch: EventBatch, from: number, end: number): void {
    let { newest } = this.state;
    for (let at = from; at < end; at++) {
      const event = batch.objectAt(at);
      const time = batch.times[at]!;
      // While they come in order, nothing falls due before the last that would not fall due after it.
      const isLate = time < newest;
      if (isLate) this.#come(newest);
      if (event) this.#insert(event);
      else this.#foresight.noteBeat(batch, at, this.state.waiting.insertBeat(batch, at));
      if (isLate) this.#come(time);
      else newest = time;
    }
    this.#come(newest);
  }

  #insert(event: AgentEvent): void {
    const place = this.state.waiting.insert(event, event.observedTime);
    if (event.type === 'agent.heartbeat') this.#foresight.note(event, place);
  }

  /** Time has reached `time`: no event observed earlier than the reorder window before it will still come. */
  tick(time: number): void {
    if (time > this.state.newest) this.#reach(time);
  }

  /** Nobody could be heard until `time`: what came before is handled, then silence is counted afresh. */
  reopen(time: number): void {
    this.#handleBefore(Number.POSITIVE_INFINITY);
    forgiveSilence(this.#picture, time);
    this.state.agents.settle();
    this.tick(time);
  }

  /** The input has ended, and with it time: the last event's is the last moment. */
  finish(): void {
    const { state } = this;
    this.#handleBefore(Number.POSITIVE_INFINITY);
    this.#moveTo(state.now, true);
    for (const timer of takeFinalTimers(state.timers)) this.#runSafely(() => this.#run(timer));
    for (const entry of state.findings.values()) {
      refreshZombie(state, entry);
      if (entry.changed) this.#report(write(entry, state.now));
    }
  }

  #come(time: number): void {
    const { newest, counts } = this.state;
    if (time < newest - this.#reorderMs) counts.late++;
    this.#reach(Math.max(time, newest));
  }

  #reach(time: number): void {
    const horizon = time - this.#reorderMs;
    this.state.newest = time;
    this.#handleBefore(horizon);
    if (horizon > this.state.now) this.#moveTo(horizon, false);
  }

  #handleBefore(horizon: number): void {
    const { waiting } = this.state;
    for (let time = waiting.firstTime; time < horizon; time = waiting.firstTime) {
      const place = waiting.takeFirst();
      if (time > this.state.now) this.#moveTo(time, false);
      if (!this.#foresight.take(place)) {
        this.#handleSafely(waiting.eventAt(place));
        this.#foresight.learn(place);
      }
      waiting.forget(place);
    }
  }

  #handle(event: AgentEvent): void {
    const { state } = this;
    if (!isNew(state.duplicates, event, state.now)) {
      state.counts.duplicates++;
      return;
    }
    state.step++;
    state.counts.events++;
    if (this.#takeSteady(event)) return;
    const painted = paint(this.#picture, event);
    if (!painted.believed) state.counts.setAside++;
    const about = event.agent ?? '';
    for (const { rule, limits } of askedAbout(this.#dispatch, event, painted.believed)) {
      this.#fleet.asks = rule.id;
      try {
        const seen = rule.detect(event, this.#fleet, limits ?? this.#fleet.limits(rule.id, about));
        if (seen || this.#picture.acts.length > 0) this.#enter(rule, seen);
      } catch (error) {
        this.#fail(rule, error);
      }
    }
    if (painted.flood) this.#tellOfFlood(painted.flood);
  }

  /** One event that we fail on must not end the line, nor come back with every restart to end it again. */
  #handleSafely(event: AgentEvent): void {
    try {
      this.#handle(event);
    } catch {
      this.state.counts.failed++;
    } finally {
      this.state.agents.settle();
    }
  }

  /** A rule that fails loses its own turn, and no other's. */
  #fail(rule: Rule, error: unknown): void {
    this.state.counts.failed++;
    this.#ruleFailed(rule.id, error);
  }

  /** Asks a rule where there is time for it; what it sees is entered. */
  #ask(rule: Rule, look: () => Detections): void {
    this.#giveTurn(rule, () => this.#enter(rule, look()));
  }
  #giveTurn(rule: Rule, turn: () => void): void {
    this.#fleet.asks = rule.id;
    try {
      turn();
    } catch (error) {
      this.#fail(rule, error);
    }
  }

  /** Moves the clock, running what falls due on the way. At one time, events come before timers. */
  #moveTo(time: number, inclusive: boolean): void {
    const { state } = this;
    runTimers(state.timers, time, inclusive, this.#due);
    state.now = Math.max(state.now, time);
  }

  #runSafely(run: () => void): void {
    try {
      run();
    } catch {
      this.state.counts.failed++;
    } finally {
      this.state.agents.settle();
    }
  }

  #ring(row: number, step: number): void {
    clearPainted(this.#picture);
    const silence = answerAlarm(this.#picture, row, step, this.#putOff(row, step));
    if (silence) this.#fallSilent(silence);
  }

  #run(timer: Timer): void {
    const { state } = this;
    clearPainted(this.#picture);
    if (timer.rule === SILENCE_TIMER) {
      const silence = noticeSilenceAt(this.#picture, timer.key);
      if (silence) this.#fallSilent(silence);
    } else if (timer.rule === ORDER_TIMER) {
      noteDeadLine(state, timer.key[0] as string);
    } else if (timer.rule === LEDGER_TIMER) {
      const entry = state.findings.get(timer.key[0] as string);
      if (entry) this.#writeIfDue(entry, true);
    } else {
      const rule = this.#rules.find(({ id }) => id === timer.rule);
      // A rule may have gone since it set the timer.
      if (rule) this.#ask(rule, () => rule.wake?.(timer.key, this.#fleet));
    }
  }

  #tellOfFlood(event: AgentEvent): void {
    for (const rule of this.#rules) {
      if (!rule.flood) continue;
      this.#ask(rule, () => rule.flood?.(event, this.#fleet, this.#fleet.limits(rule.id, '')));
    }
  }

  #fallSilent(silence: Silence): void {
    for (const rule of this.#rules) {
      if (!rule.silence) continue;
      const limits = this.#fleet.limits(rule.id, silence.launch[0]);
      this.#ask(rule, () => rule.silence?.(silence, this.#fleet, limits));
    }
  }

  #enter(rule: Rule, detections: Detections): void {
    this.#enterFindings(rule, detections);
    for (let act = this.#picture.acts.shift(); act; act = this.#picture.acts.shift()) {
      for (const other of this.#rules) {
        if (!other.act) continue;
        const limits = this.#fleet.limits(other.id, act.for);
        this.#giveTurn(other, () => this.#enterFindings(other, other.act?.(act, this.#fleet, limits)));
      }
    }
  }

  #enterFindings(rule: Rule, detections: Detections): void {
    if (!detections) return;
    const list = Array.isArray(detections) ? detections : [detections];
    for (const detection of list) {
      if (detection.order && detection.violates)
        noteViolation(this.state, detection.order, detection.violates);
      if (!this.#picture.tuning.enabled(rule.id, detection.subject ?? '')) continue;
      const limits = this.#fleet.limits(rule.id, detection.subject ?? '');
      const entry = enter(this.state, rule.id, detection, limits, rule.findingsPerHour);
      const isNews = isUrgent(entry);
      this.#writeIfDue(entry, false);
      if (isNews) this.#tellOfFinding(rule, entry.finding);
    }
  }

  #tellOfFinding(raisedBy: Rule, finding: Finding): void {
    for (const rule of this.#rules) {
      if (!rule.found || rule === raisedBy) continue;
      this.#giveTurn(rule, () => this.#enterFindings(rule, rule.found?.(finding, this.#fleet)));
    }
    this.#fleet.asks = raisedBy.id;
  }

  #writeIfDue(entry: LedgerEntry, fromTimer: boolean): void {
    const { state } = this;
    if (fromTimer) {
      entry.scheduled = false;
      refreshZombie(this.state, entry);
    }
    if (isDue(entry, state.now)) {
      this.#report(write(entry, state.now));
    } else if (entry.changed && !entry.scheduled) {
      entry.scheduled = true;
      setTimer(state.timers, nextWriteAt(entry), LEDGER_TIMER, [entry.finding.id]);
    }
  }
}
