import { type AuditAnchor, anchorText } from './audit-anchor.ts';
import { type AuditRow, auditHashOf } from './audit-entry.ts';

export const AUDIT_PURGED = 'audit.purged';

/** One place where the trail does not hold. */
export interface AuditBreak {
  /** The entry it was noticed at. */
  sequence: number;
  /** For people: what is wrong there. */
  reason: string;
}

export interface AuditCheck {
  /** None: every entry is as it was written, and none is missing. */
  breaks: AuditBreak[];
  entries: number;
  /** Of the oldest entry kept; null where there is none. */
  first: number | null;
  /** Where it ends: keep it elsewhere, and hand it in next time. */
  anchor: AuditAnchor | undefined;
}

const BREAKS_MAX = 100;

/** One way along the trail, from its oldest entry to its end: finds where it does not hold. */
export class AuditWalk {
  readonly #breaks: AuditBreak[] = [];
  readonly #anchors: readonly AuditAnchor[];
  #first: AuditRow | undefined;
  #last: AuditRow | undefined;
  #purged: AuditRow | undefined;
  #entries = 0;

  constructor(anchors: readonly AuditAnchor[]) {
    this.#anchors = anchors;
  }

  /** The next entry. */
  take(row: AuditRow): void {
    this.#entries += 1;
    const { sequence } = row;
    const last = this.#last;
    this.#first ??= row;
    if (last && sequence !== last.sequence + 1) {
      this.#break(sequence, `${between(last.sequence + 1, sequence - 1)} missing before it`);
    } else if (last && row.previous !== last.hash) {
      this.#break(sequence, `it does not follow entry ${last.sequence}: one of the two was written anew`);
    }
    if (auditHashOf(row) !== row.hash) this.#break(sequence, 'it was altered: it is not what its hash says');
    if (row.action === AUDIT_PURGED) this.#purged = row;
    const anchor = this.#anchors.find((one) => one.sequence === sequence);
    if (anchor && anchor.hash !== row.hash) {
      this.#break(
        sequence,
        'it is not what the anchor says: the trail was written anew up to here or further',
      );
    }
    this.#last = row;
  }

  /**
   * @param head - The end that was recorded; undefined where that is gone.
   * @param newest - The highest sequence there is.
   */
  finish(head: AuditAnchor | undefined, newest: number): AuditCheck {
    this.#checkBeginning();
    const last = this.#last?.sequence ?? 0;
    if (!head) this.#break(newest, 'the record of where the trail ends is gone');
    else if (last < head.sequence)
      this.#break(head.sequence, `${between(last + 1, head.sequence)} cut off at the end`);
    else if (this.#last && this.#last.hash !== head.hash)
      this.#break(last, 'it is not the end that was recorded');
    if (head && newest > head.sequence) this.#break(newest, 'it was put in behind the end that was recorded');
    for (const { sequence } of this.#anchors) {
      if (sequence > last)
        this.#break(sequence, `the trail ends with entry ${last}, and an anchor tells of a later one`);
    }
    const anchor = this.#last && { sequence: last, hash: this.#last.hash };
    return { breaks: this.#breaks, entries: this.#entries, first: this.#first?.sequence ?? null, anchor };
  }

  /** A trail may begin later than with entry 1, where an entry that is kept tells of the purge. */
  #checkBeginning(): void {
    const first = this.#first;
    if (!first) return;
    if (first.sequence === 1) {
      if (first.previous !== '') this.#break(1, 'it is the first entry and claims to follow another');
      return;
    }
    const purged = this.#purged && (JSON.parse(this.#purged.change) as { anchor?: string });
    const before = anchorText({ sequence: first.sequence - 1, hash: first.previous });
    if (purged?.anchor !== before) {
      this.#break(
        first.sequence,
        `${between(1, first.sequence - 1)} missing before it, and no purge accounts for that`,
      );
    }
  }

  #break(sequence: number, reason: string): void {
    if (this.#breaks.length < BREAKS_MAX) this.#breaks.push({ sequence, reason });
  }
}

const between = (from: number, to: number): string =>
  from === to ? `entry ${from} is` : `entries ${from} to ${to} are`;
