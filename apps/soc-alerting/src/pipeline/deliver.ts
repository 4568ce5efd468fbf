import { severityRank } from '../incidents/summarise.ts';
import { enqueue } from './enqueue.ts';
import { groupIdOf, openGroups, toldNothing } from './groups.ts';
import { routeDefaults } from './routing.ts';
import type { Stage } from './stages.ts';

/** Adds the news to a message of each group, which leaves when the group is due; the dispatcher brings it there. */
export const deliver: Stage = async (tellings, queries, { routing, now }) => {
  const time = now();
  const bound = tellings.flatMap(({ to, incident, changes }) =>
    to.map((destination) => ({ destination, incident, changes, group: groupIdOf(destination) })),
  );
  const groups = await openGroups(
    queries,
    bound.map(({ destination, incident }) => ({ destination, incident: incident.id })),
  );
  const messages = bound.map(({ destination, incident, changes, group }) => {
    const { toldSeverity, flushedAt } = groups.get(group) ?? toldNothing;
    const { groupWaitMs, groupIntervalMs } = routing.route(destination.route) ?? routeDefaults;
    // What is worse than anything the group was told does not wait for the others.
    const worse = severityRank(incident.severity) > toldSeverity;
    const earliest = flushedAt === null || worse ? time : flushedAt + groupIntervalMs;
    const { channel, labels } = destination;
    const dueAt = Math.max(time + groupWaitMs, earliest);
    return { group, incident: incident.id, channel, labels, changes, dueAt };
  });
  await enqueue(queries, messages, time);
  return tellings;
};
