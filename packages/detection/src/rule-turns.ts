import type { AgentEvent, Finding } from '@mortsafe/agent-events';
import { askedAbout, type Dispatch } from './dispatch.ts';
import { Fleet } from './fleet.ts';
import { enter, isDue, isUrgent, nextWriteAt, refreshZombie, write } from './ledger.ts';
import { noteViolation } from './order-watch.ts';
import type { Painted } from './painted.ts';
import type { Picture } from './picture.ts';
import type { LedgerEntry, Silence } from './records.ts';
import type { Detections, Rule } from './rule.ts';
import { setTimer, type WakeKey } from './timers.ts';

export const LEDGER_TIMER = 'ledger/write';

export interface RuleTurnsOptions {
  /** Asked in this order. */
  rules: readonly Rule[];
  report: (finding: Finding) => void;
  ruleFailed?: ((rule: string, error: unknown) => void) | undefined;
}

/** Asks the rules, each in its turn, and enters what they see. One that fails loses its own turn, and no other's. */
export class RuleTurns {
  readonly #picture: Picture;
  readonly #dispatch: Dispatch;
  readonly #fleet: Fleet;
  readonly #rules: readonly Rule[];
  readonly #report: (finding: Finding) => void;
  readonly #ruleFailed: (rule: string, error: unknown) => void;

  constructor(picture: Picture, dispatch: Dispatch, { rules, report, ruleFailed }: RuleTurnsOptions) {
    this.#picture = picture;
    this.#dispatch = dispatch;
    this.#fleet = new Fleet(picture);
    this.#rules = rules;
    this.#report = report;
    this.#ruleFailed = ruleFailed ?? (() => {});
  }

  /** An event has been painted. */
  saw(event: AgentEvent, { believed, flood }: Painted): void {
    const about = event.agent ?? '';
    for (const { rule, limits } of askedAbout(this.#dispatch, event, believed)) {
      this.#fleet.asks = rule.id;
      try {
        const seen = rule.detect(event, this.#fleet, limits ?? this.#fleet.limits(rule.id, about));
        if (seen || this.#picture.acts.length > 0) this.#enter(rule, seen);
      } catch (error) {
        this.#fail(rule, error);
      }
    }
    if (flood) this.#tellOfFlood(flood);
  }

  fellSilent(silence: Silence): void {
    for (const rule of this.#rules) {
      if (!rule.silence) continue;
      const limits = this.#fleet.limits(rule.id, silence.launch[0]);
      this.#ask(rule, () => rule.silence?.(silence, this.#fleet, limits));
    }
  }

  /** A rule asked for it; it may have gone since. */
  wake(id: string, key: WakeKey): void {
    const rule = this.#rules.find((one) => one.id === id);
    if (rule) this.#ask(rule, () => rule.wake?.(key, this.#fleet));
  }

  /** It was put off until now. */
  writeFinding(id: string): void {
    const entry = this.#picture.state.findings.get(id);
    if (!entry) return;
    entry.scheduled = false;
    refreshZombie(this.#picture.state, entry);
    this.#writeIfDue(entry);
  }

  /** Writes whatever was put off. */
  finish(): void {
    const { state } = this.#picture;
    for (const entry of state.findings.values()) {
      refreshZombie(state, entry);
      if (entry.changed) this.#report(write(entry, state.now));
    }
  }

  #fail(rule: Rule, error: unknown): void {
    this.#picture.state.counts.failed++;
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

  #tellOfFlood(event: AgentEvent): void {
    for (const rule of this.#rules) {
      if (!rule.flood) continue;
      this.#ask(rule, () => rule.flood?.(event, this.#fleet, this.#fleet.limits(rule.id, '')));
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
    const { state, tuning } = this.#picture;
    const list = Array.isArray(detections) ? detections : [detections];
    for (const detection of list) {
      if (detection.order && detection.violates) noteViolation(state, detection.order, detection.violates);
      if (!tuning.enabled(rule.id, detection.subject ?? '')) continue;
      const limits = this.#fleet.limits(rule.id, detection.subject ?? '');
      const entry = enter(state, rule.id, detection, limits, rule.findingsPerHour);
      const isNews = isUrgent(entry);
      this.#writeIfDue(entry);
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

  #writeIfDue(entry: LedgerEntry): void {
    const { state } = this.#picture;
    if (isDue(entry, state.now)) {
      this.#report(write(entry, state.now));
    } else if (entry.changed && !entry.scheduled) {
      entry.scheduled = true;
      setTimer(state.timers, nextWriteAt(entry), LEDGER_TIMER, [entry.finding.id]);
    }
  }
}
