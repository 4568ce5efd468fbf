import type { Labels } from './labels.ts';
import { type Route, routesFor } from './routing.ts';
import type { Destination, Stage, StageSettings, Telling } from './stages.ts';

/**
 * Chooses channels and groups. Each finding goes down the tree by its own labels, so that a telemetry gap in the
 * incident of a relaunch does not keep the relaunch from whoever is paged for it.
 */
export const route: Stage = async (tellings, _queries, settings) =>
  tellings.flatMap((telling) => {
    const to = destinationsOf(telling, settings);
    return to.length > 0 ? { ...telling, to } : [];
  });

function destinationsOf(
  { labelled, quiet, incident }: Telling,
  { routing: { root }, pagers }: StageSettings,
): Destination[] {
  const chosen = new Map<string, Destination>();
  for (const { finding, labels } of labelled) {
    if (quiet.has(finding.id)) continue;
    for (const taken of routesFor(root, labels)) {
      for (const channel of taken.channels) {
        if (incident.drill && pagers?.has(channel)) continue;
        const key = `${channel}\n${taken.id}`;
        // The most telling finding comes first and gives the group its labels.
        if (!chosen.has(key))
          chosen.set(key, { channel, route: taken.id, labels: groupLabels(taken, labels) });
      }
    }
  }
  return [...chosen.values()];
}

const groupLabels = ({ groupBy }: Route, labels: Labels): Record<string, string> =>
  Object.fromEntries(groupBy.map((label) => [label, labels[label]]));
