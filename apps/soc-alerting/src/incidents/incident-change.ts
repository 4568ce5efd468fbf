import { z } from 'zod';
import { type IncidentSummary, incidentStatuses, verdicts } from './incident.ts';

const NAME_CHARS_MAX = 256;
const NOTE_CHARS_MAX = 10_000;
const TAG_CHARS_MAX = 64;
const TAGS_MAX = 20;

const name = z.string().trim().min(1).max(NAME_CHARS_MAX);
const tags = z.array(z.string().trim().min(1).max(TAG_CHARS_MAX)).max(TAGS_MAX);

/** What a person may do to an incident, any of it at once. Unknown keys are refused. */
export const incidentChange = z
  .strictObject({
    status: z.enum(incidentStatuses).optional(),
    /** With `resolved`, and only then. */
    verdict: z.enum(verdicts).optional(),
    /** Null gives it back. */
    assignee: name.nullable().optional(),
    addTags: tags.optional(),
    removeTags: tags.optional(),
    note: z.string().trim().min(1).max(NOTE_CHARS_MAX).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export type IncidentChange = z.infer<typeof incidentChange>;

/** From what to what, by field. */
export type FieldChanges = Record<string, { from: unknown; to: unknown }>;

/**
 * What an incident is after the change, or why it cannot be. Open → acknowledged → resolved, and back; whoever
 * acknowledges one that nobody has takes it; to resolve it is to say what it was.
 */
export function changed(
  before: IncidentSummary,
  change: IncidentChange,
  { by, now }: { by: string; now: number },
): { after: IncidentSummary; fields: FieldChanges } | { reason: string } {
  const status = change.status ?? before.status;
  const isResolved = status === 'resolved';
  const verdict = isResolved ? (change.verdict ?? before.verdict) : null;
  if (isResolved && verdict === null) {
    return { reason: `to resolve it, say what it was: verdict is one of ${verdicts.join(', ')}` };
  }
  if (!isResolved && change.verdict !== undefined) {
    return { reason: 'a verdict goes with status resolved, and only then' };
  }
  const { addTags = [], removeTags = [] } = change;
  const kept = [...before.tags, ...addTags].filter((tag) => !removeTags.includes(tag));
  const newTags = [...new Set(kept)].sort();
  if (newTags.length > TAGS_MAX) return { reason: `an incident has at most ${TAGS_MAX} tags` };

  const takes = before.status === 'open' && status === 'acknowledged' && before.assignee === null;
  const handling = {
    status,
    verdict,
    assignee: change.assignee === undefined && takes ? by : (change.assignee ?? untouched(before, change)),
    tags: newTags,
  };
  const fields: FieldChanges = {};
  for (const field of ['status', 'verdict', 'assignee', 'tags'] as const) {
    const [from, to] = [before[field], handling[field]];
    if (JSON.stringify(from) !== JSON.stringify(to)) fields[field] = { from, to };
  }
  if (change.note !== undefined) fields.note = { from: null, to: change.note };
  const resolvedAt = isResolved ? (before.resolvedAt ?? now) : null;
  return { after: { ...before, ...handling, resolvedAt, revision: before.revision + 1 }, fields };
}

const untouched = (before: IncidentSummary, { assignee }: IncidentChange): string | null =>
  assignee === undefined ? before.assignee : null;
