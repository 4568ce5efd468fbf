import type { Labels } from './labels.ts';
import { type Route, routesFor } from './routing.ts';
import type { Destination, Stage } from './stages.ts';

/**
 * Chooses channels and groups. Each finding goes down the tree by its own labels, so that a telemetry gap in the
 * incident of a relaunch does not keep the relaunch from whoever is paged for it.
 */
export const route: Stage = async (telling, _queries, { routing: { root }, pagers }) => {
  const chosen = new Map<string, Destination>();
  for (const { finding, labels } of telling.labelled) {
    if (telling.quiet.has(finding.id)) continue;
    for (const taken of routesFor(root, labels)) {
      for (const channel of taken.channels) {
        if (telling.incident.drill && pagers?.has(channel)) continue;
        const key = `${channel}\n${taken.id}`;
        // The most telling finding comes first and gives the group its labels.
        if (!chosen.has(key))
          chosen.set(key, { channel, route: taken.id, labels: groupLabels(taken, labels) });
      }
    }
  }
  return chosen.size > 0 ? { ...telling, to: [...chosen.values()] } : undefined;
};

const groupLabels = ({ groupBy }: Route, labels: Labels): Record<string, string> =>
  Object.fromEntries(groupBy.map((label) => [label, labels[label]]));
