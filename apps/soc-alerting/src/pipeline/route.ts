import { matchesGlob, type Severity } from '@mortsafe/agent-events';
import { severityRank } from '../incidents/summarise.ts';
import type { Stage } from './stages.ts';

/** Which incidents a channel hears of. */
export interface Route {
  /** The channel's name. */
  channel: string;
  /** Default `low`: what is merely informational is listed, and wakes nobody. */
  minimumSeverity?: Severity;
  /** Fleet globs; default all. */
  fleets?: readonly string[];
}

/** Names the channels that want to hear of the incident. */
export const route: Stage = async (telling, _queries, { routes }) => {
  const { severity, fleet } = telling.incident;
  const wanted = routes.filter(
    ({ minimumSeverity = 'low', fleets = ['*'] }) =>
      severityRank(severity) >= severityRank(minimumSeverity) &&
      fleets.some((glob) => matchesGlob(glob, fleet)),
  );
  const channels = [...new Set(wanted.map(({ channel }) => channel))];
  return channels.length > 0 ? { ...telling, channels } : undefined;
};
