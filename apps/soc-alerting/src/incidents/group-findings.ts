import type { Finding } from '@mortsafe/agent-events';
import { cameBackAs, groupingOf, incidentIdOf, knownByAlias } from './group.ts';
import type { Incident, TimelineEntry } from './incident.ts';
import { byWeight, kept, summarise, toldTypes } from './summarise.ts';
import { eventKeyOf } from './timeline-store.ts';

/**
 * The incidents that findings make, without a database: for a replay, which has all of them at once.
 *
 * @param findings - The last revision of each, in the order they were detected.
 * @returns The first detected first.
 */
export function groupFindings(findings: readonly Finding[]): Incident[] {
  const groups = new Map<string, Finding[]>();
  const aliases = new Map<string, string>();
  for (const finding of findings) {
    const key = aliases.get(knownByAlias(finding) ?? '') ?? groupingOf(finding).key;
    const back = cameBackAs(finding);
    if (back !== undefined) aliases.set(back, key);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map(incidentOfGroup);
}

function incidentOfGroup(findings: Finding[]): Incident {
  const [first] = findings;
  if (!first) throw new TypeError('a group has at least one finding');
  const entries = new Map<string, TimelineEntry>();
  for (const event of findings.flatMap(({ evidenceEvents }) => evidenceEvents)) {
    const key = eventKeyOf(event);
    entries.set(key, { key, time: event.observedTime, event });
  }
  const timeline = [...entries.values()].sort(
    (one, other) => one.time - other.time || (one.key < other.key ? -1 : 1),
  );
  const told = timeline.map(({ event }) => event).filter(({ type }) => toldTypes.includes(type));
  const state = {
    id: incidentIdOf(groupingOf(first), first),
    fleet: first.fleet,
    status: 'open' as const,
    revision: 1,
    beyondBounds: { findings: 0, events: 0 },
  };
  const keptFindings = byWeight(findings.map(kept));
  return { ...summarise(state, keptFindings, told), findings: keptFindings, timeline };
}
