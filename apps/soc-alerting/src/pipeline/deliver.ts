import { severityRank } from '../incidents/summarise.ts';
import { groupIdOf, openGroup } from './groups.ts';
import { enqueue } from './outbox.ts';
import { routeDefaults } from './routing.ts';
import type { Stage } from './stages.ts';

/** Adds the news to a message of each group, which leaves when the group is due; the dispatcher brings it there. */
export const deliver: Stage = async (telling, queries, { routing, now }) => {
  const { incident, changes } = telling;
  const time = now();
  for (const destination of telling.to) {
    const group = await openGroup(queries, destination, incident.id);
    const { groupWaitMs, groupIntervalMs } = routing.route(destination.route) ?? routeDefaults;
    // What is worse than anything the group was told does not wait for the others.
    const worse = severityRank(incident.severity) > group.toldSeverity;
    const earliest = group.flushedAt === null || worse ? time : group.flushedAt + groupIntervalMs;
    await enqueue(queries, {
      group: groupIdOf(destination),
      incident: incident.id,
      channel: destination.channel,
      labels: destination.labels,
      changes,
      dueAt: Math.max(time + groupWaitMs, earliest),
      now: time,
    });
  }
  return telling;
};
