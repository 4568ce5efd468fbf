import type { Finding } from '@mortsafe/agent-events';
import { hashOf } from '../incidents/group.ts';
import { readPosition, takeFindings } from '../incidents/take-findings.ts';
import { matcherText } from '../pipeline/matcher.ts';
import { runStages, type StageSettings } from '../pipeline/stages.ts';
import type { Database } from '../storage/database.ts';
import { readable, SENTENCE_CHARS_MAX, timeWords } from '../story/readable.ts';
import { type Contained, containedUnder } from './contained.ts';
import { CONTAINMENT_SILENCED, type Silence } from './silence.ts';
import { silencesInForce } from './silence-store.ts';

const SOURCE = 'silences';
const AT_ONCE = 50;

/** Raises an incident for every agent under containment that a silence covers, whichever of the two came first. */
export async function tellSilenced(database: Database, settings: StageSettings): Promise<void> {
  const now = settings.now();
  const findings: Finding[] = [];
  for (const silence of await silencesInForce(database, now)) {
    for (const contained of await containedUnder(database, silence)) {
      findings.push(findingOf(silence, contained, now));
    }
  }
  if (findings.length === 0) return;
  const known = await database.query<{ id: string }>('select id from findings where id = any($1::text[])', [
    findings.map(({ id }) => id),
  ]);
  const fresh = findings.filter(({ id }) => !known.some((one) => one.id === id)).slice(0, AT_ONCE);
  if (fresh.length === 0) return;
  const from = await readPosition(database, SOURCE);
  await takeFindings(database, SOURCE, from, { findings: fresh, next: from + 1 }, (news, queries) =>
    runStages(news, queries, settings),
  );
}

function findingOf(silence: Silence, { fleet, agent, state, order }: Contained, now: number): Finding {
  const what = silence.matchers.map(matcherText).join(', ');
  return {
    id: `silenced-${hashOf([silence.id, fleet, agent])}`,
    rule: CONTAINMENT_SILENCED,
    ...{ fleet, subject: agent, alias: null, instigator: null },
    actor: `person:${silence.createdBy}`,
    actorKnownBy: 'sender',
    severity: 'high',
    confidence: 1,
    ...{ firstTime: silence.startsAt, lastTime: now, detectedTime: now, revision: 1 },
    summary: readable(
      `${readable(silence.createdBy)} asked not to hear of ${readable(agent)}, which is ${state}${
        order === null ? '' : ` by order ${readable(order)}`
      }, until ${timeWords(silence.endsAt)}: ${what} (silence ${silence.id}; ${silence.reason})`,
      SENTENCE_CHARS_MAX,
    ),
    // Not of the kill's own incident: it would stand there unseen.
    ...{ evidence: [], evidenceEvents: [], order: null, zombieWindowMs: null, count: null, group: null },
  };
}
