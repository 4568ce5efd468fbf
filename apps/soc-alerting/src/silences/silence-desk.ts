import { ulid } from 'ulid';
import { appendAudit } from '../audit/audit-store.ts';
import { hashOf } from '../incidents/group.ts';
import { lookAgainAt } from '../pipeline/held-back.ts';
import { matcherText } from '../pipeline/matcher.ts';
import type { Database } from '../storage/database.ts';
import { noteChanges } from '../stream/stream-log.ts';
import { type Contained, containedUnder } from './contained.ts';
import type { Silence } from './silence.ts';
import { readSilence } from './silence-request.ts';
import { addSilence, expireSilence, silenceOf } from './silence-store.ts';

export interface SilenceDeskOptions {
  database: Database;
  now(): number;
  /** There is one more, or one less. */
  changed(): void;
}

export type SilenceReply =
  | { status: 'done'; silence: Silence; covers: Contained[] }
  | { status: 'invalid' | 'unknown'; reason: string };

/**
 * Takes and ends silences, for people and for the machines that they gave a role. Each step is in the audit trail, in one
 * transaction with what it did. Of whoever asks the name is taken as the audit trail has it: `person:ada@example.org`.
 */
export interface SilenceDesk {
  /** @param key - The same for the same request, so that one that is sent again is done once. */
  add(given: unknown, by: string, key?: string): Promise<SilenceReply>;
  expire(id: string, by: string): Promise<SilenceReply>;
}

/** People stand in lists by their name alone. */
const shownName = (by: string): string => by.replace(/^person:/, '');

export function createSilenceDesk({ database, now, changed }: SilenceDeskOptions): SilenceDesk {
  return {
    async add(given, by, key) {
      const time = now();
      const read = readSilence(given, time);
      if (read.kind === 'invalid') return { status: 'invalid', reason: read.reason };
      const id = `sil-${key === undefined ? ulid(time).toLowerCase() : hashOf([by, key])}`;
      const silence = {
        ...read.wanted,
        id,
        createdBy: shownName(by),
        createdAt: time,
        expiredBy: null,
        expiredAt: null,
      };
      const { kept, covers } = await database.transaction(async (queries) => {
        const known = await silenceOf(queries, id);
        const [covers = []] = await containedUnder(queries, [known ?? silence]);
        if (known) return { kept: known, covers };
        await addSilence(queries, silence);
        await noteChanges(queries, [{ kind: 'silence', about: id, fleets: [] }]);
        await appendAudit(queries, [auditOf('silence.added', silence, by, covers)], time);
        return { kept: silence, covers };
      });
      changed();
      return { status: 'done', silence: kept, covers };
    },
    async expire(id, by) {
      const time = now();
      const ended = await database.transaction(async (queries) => {
        const silence = await expireSilence(queries, id, shownName(by), time);
        if (!silence) return undefined;
        await lookAgainAt(queries, time);
        await noteChanges(queries, [{ kind: 'silence', about: id, fleets: [] }]);
        await appendAudit(queries, [auditOf('silence.expired', silence, by, [])], time);
        return silence;
      });
      if (!ended) return { status: 'unknown', reason: 'there is no such silence, or it has ended' };
      changed();
      return { status: 'done', silence: ended, covers: [] };
    },
  };
}

const auditOf = (action: string, silence: Silence, by: string, covers: readonly Contained[]) => ({
  by,
  action,
  about: `silence:${silence.id}`,
  fleet: null,
  change: {
    matchers: silence.matchers.map(matcherText),
    reason: silence.reason,
    startsAt: silence.startsAt,
    endsAt: silence.endsAt,
    ...(covers.length > 0 && { covers: covers.map(({ fleet, agent }) => `${fleet}/${agent}`) }),
  },
});
