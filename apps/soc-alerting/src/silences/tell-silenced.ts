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
/** A silence over more of them names these, and counts the rest. */
const AGENTS_TOLD = 20;

/** Raises an incident for every silence that covers agents under containment, whichever of the two came first. */
export async function tellSilenced(database: Database, settings: StageSettings): Promise<void> {
  const now = settings.now();
  const findings: Finding[] = [];
  const silences = await silencesInForce(database, now);
  const covered = await containedUnder(database, silences);
  for (const [place, silence] of silences.entries()) {
    findings.push(...findingsOf(silence, covered[place] ?? [], now));
  }
  if (findings.length === 0) return;
  const known = await database.query<{ id: string }>('select id from findings where id = any($1::text[])', [
    findings.map(({ id }) => id),
  ]);
  const ids = new Set(known.map(({ id }) => id));
  const fresh = findings.filter(({ id }) => !ids.has(id));
  if (fresh.length === 0) return;
  const from = await readPosition(database, SOURCE);
  await takeFindings(database, SOURCE, from, { findings: fresh, next: from + 1 }, (news, queries) =>
    runStages(news, queries, settings),
  );
}

function findingsOf(silence: Silence, covers: readonly Contained[], now: number): Finding[] {
  const rest = covers.length - AGENTS_TOLD;
  const found = covers
    .slice(0, AGENTS_TOLD)
    .map((contained) => findingOf(silence, { ...contained, who: saying(contained) }, now));
  const [first] = covers;
  if (rest <= 0 || !first) return found;
  const who = `${rest} more agents under containment`;
  return [...found, { ...findingOf(silence, { fleet: first.fleet, agent: null, who }, now), count: rest }];
}

const saying = ({ agent, state, order }: Contained): string =>
  `${readable(agent)}, which is ${state}${order === null ? '' : ` by order ${readable(order)}`}`;

function findingOf(
  { id, matchers, reason, createdBy, startsAt, endsAt }: Silence,
  { fleet, agent, who }: { fleet: string; agent: string | null; who: string },
  now: number,
): Finding {
  const what = matchers.map(matcherText).join(', ');
  const until = timeWords(endsAt);
  return {
    id: `silenced-${hashOf([id, fleet, agent ?? ''])}`,
    rule: CONTAINMENT_SILENCED,
    ...{ fleet, subject: agent, alias: null, instigator: null },
    actor: `person:${createdBy}`,
    actorKnownBy: 'sender',
    severity: 'high',
    confidence: 1,
    ...{ firstTime: startsAt, lastTime: now, detectedTime: now, revision: 1 },
    summary: readable(
      `${readable(createdBy)} asked not to hear of ${who}, until ${until}: ${what} (${id}; ${reason})`,
      SENTENCE_CHARS_MAX,
    ),
    // One incident for each silence; not that of the kill, where it would stand unseen.
    ...{ order: null, group: [id], evidence: [], evidenceEvents: [], zombieWindowMs: null, count: null },
  };
}
