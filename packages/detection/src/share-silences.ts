import type { Outage, Silence } from './records.ts';
import type { SavedFleet } from './state.ts';

/**
 * A silence is one thing in the fleet's list and in the record of its launch, and an outage in all that it explains. Of
 * what was stored in pieces they are several, those of records as old as these: makes them one again, as the lists say.
 */
export function shareSilences({ agents, silences, outages }: SavedFleet): void {
  const outageBy = new Map(outages.map((outage) => [nameOf(outage), outage]));
  const shareOutage = (silence: Silence): void => {
    const { outage } = silence;
    if (!outage) return;
    const name = nameOf(outage);
    const known = outageBy.get(name);
    if (known) silence.outage = known;
    else outageBy.set(name, outage);
  };
  const silenceBy = new Map<string, Silence>();
  for (const silence of silences) {
    shareOutage(silence);
    silenceBy.set(keyOf(silence), silence);
  }
  for (const { record } of agents.seats.values()) {
    for (const launch of record?.launches ?? []) {
      if (!launch.gap) continue;
      launch.gap = silenceBy.get(keyOf(launch.gap)) ?? launch.gap;
      shareOutage(launch.gap);
    }
  }
}

const nameOf = ({ key }: Outage): string => key.join('\n');

const keyOf = ({ launch, due }: Silence): string => [...launch, due].join('\n');
