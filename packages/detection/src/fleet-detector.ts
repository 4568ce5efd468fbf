import type { AgentEvent, Policy } from '@mortsafe/agent-events';
import type { EventBatch } from '@mortsafe/agent-events/codec';
import { createDispatch } from './dispatch.ts';
import { isNew } from './duplicates.ts';
import { createForesight, type Foresight } from './foresight.ts';
import { forgetStale } from './memory.ts';
import { noteDeadLine, ORDER_TIMER } from './order-watch.ts';
import { paint } from './paint.ts';
import { clearPainted, createPainted } from './painted.ts';
import type { Picture } from './picture.ts';
import { LEDGER_TIMER, RuleTurns, type RuleTurnsOptions } from './rule-turns.ts';
import { answerAlarm, createPutOff, forgiveSilence, noticeSilenceAt, SILENCE_TIMER } from './silence.ts';
import type { FleetState } from './state.ts';
import { createSteadyLane, type SteadyLane } from './steady-lane.ts';
import { type Due, runTimers, type Timer, takeFinalTimers } from './timers.ts';
import { createTuning } from './tuning.ts';

/** One fleet's line: reorder, drop duplicates, move time, paint, have the rules asked. */
export class FleetDetector {
  readonly state: FleetState;
  readonly #picture: Picture;
  readonly #turns: RuleTurns;
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

  constructor(state: FleetState, options: RuleTurnsOptions & { policy: Policy; reorderMs: number }) {
    this.state = state;
    forgetStale(state);
    this.#picture = {
      state,
      tuning: createTuning(options.policy, state.fleet, options.rules),
      painted: createPainted(),
      event: undefined,
      acts: [],
    };
    const dispatch = createDispatch(options.rules, this.#picture.tuning);
    this.#turns = new RuleTurns(this.#picture, dispatch, options);
    this.#putOff = createPutOff(this.#picture);
    this.#takeSteady = createSteadyLane(this.#picture, dispatch);
    this.#foresight = createForesight(this.#picture, dispatch);
    this.#reorderMs = options.reorderMs;
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
    this.#turns.finish();
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
    this.#foresight.begin(horizon);
    while (waiting.hasBefore(horizon)) {
      const place = waiting.takeFirst();
      const time = waiting.timeAt(place);
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
    this.#turns.saw(event, painted);
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
    if (silence) this.#turns.fellSilent(silence);
  }

  #run(timer: Timer): void {
    const { state } = this;
    clearPainted(this.#picture);
    if (timer.rule === SILENCE_TIMER) {
      const silence = noticeSilenceAt(this.#picture, timer.key);
      if (silence) this.#turns.fellSilent(silence);
    } else if (timer.rule === ORDER_TIMER) {
      noteDeadLine(state, timer.key[0] as string);
    } else if (timer.rule === LEDGER_TIMER) {
      this.#turns.writeFinding(timer.key[0] as string);
    } else this.#turns.wake(timer.rule, timer.key);
  }
}
