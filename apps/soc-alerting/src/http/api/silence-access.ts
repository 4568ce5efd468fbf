import type { Caller } from '../../access/caller.ts';
import { mayIn, mayInAll, type Role } from '../../access/roles.ts';
import { summariesOf } from '../../incidents/read-incidents.ts';
import { type Matcher, parseMatcher } from '../../pipeline/matcher.ts';
import type { Queries } from '../../storage/database.ts';

/**
 * Whether somebody has the role in all that a silence could keep quiet: it must name one fleet of theirs, or one
 * incident that is all theirs; a silence about anything else is for who has the role everywhere.
 */
export async function maySilence(
  queries: Queries,
  caller: Caller,
  matchers: readonly Matcher[],
  role: Role,
): Promise<boolean> {
  return (await silencesFor(queries, caller, [{ matchers }], role)).length > 0;
}

/** Those of the silences that somebody may have made. */
export async function silencesFor<Some extends { matchers: readonly Matcher[] }>(
  queries: Queries,
  { grants }: Caller,
  silences: readonly Some[],
  role: Role,
): Promise<readonly Some[]> {
  if (mayIn(grants, role, null)) return silences;
  const named = ({ matchers }: Some, label: Matcher['label']) =>
    matchers.find((matcher) => matcher.label === label && matcher.operator === '=')?.value;
  const incidents = await summariesOf(
    queries,
    silences.flatMap((silence) => named(silence, 'incident') ?? []),
  );
  return silences.filter((silence) => {
    const fleet = named(silence, 'fleet');
    if (fleet !== undefined && fleet !== '') return mayIn(grants, role, fleet);
    const about = incidents.get(named(silence, 'incident') ?? '');
    return about !== undefined && mayInAll(grants, role, [about.fleet, ...about.fleets]);
  });
}

/** The matchers of a request, those that can be read. */
export const matchersOf = (texts: readonly string[]): Matcher[] =>
  texts.flatMap((text) => {
    const parsed = parseMatcher(text);
    return parsed.kind === 'matcher' ? [parsed.matcher] : [];
  });
