import type { Caller } from '../../access/caller.ts';
import { mayIn, mayInAll, type Role } from '../../access/roles.ts';
import { summaryOf } from '../../incidents/read-incidents.ts';
import { type Matcher, parseMatcher } from '../../pipeline/matcher.ts';
import type { Queries } from '../../storage/database.ts';

/**
 * Whether somebody has the role in all that a silence could keep quiet: it must name one fleet of theirs, or one
 * incident that is all theirs; a silence about anything else is for who has the role everywhere.
 */
export async function maySilence(
  queries: Queries,
  { grants }: Caller,
  matchers: readonly Matcher[],
  role: Role,
): Promise<boolean> {
  if (mayIn(grants, role, null)) return true;
  const named = (label: Matcher['label']) =>
    matchers.find((matcher) => matcher.label === label && matcher.operator === '=')?.value;
  const fleet = named('fleet');
  if (fleet !== undefined && fleet !== '') return mayIn(grants, role, fleet);
  const incident = named('incident');
  const about = incident === undefined ? undefined : await summaryOf(queries, incident);
  return about !== undefined && mayInAll(grants, role, [about.fleet, ...about.fleets]);
}

/** The matchers of a request, those that can be read. */
export const matchersOf = (texts: readonly string[]): Matcher[] =>
  texts.flatMap((text) => {
    const parsed = parseMatcher(text);
    return parsed.kind === 'matcher' ? [parsed.matcher] : [];
  });
