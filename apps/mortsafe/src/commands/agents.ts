import { durationWords, readable } from '@mortsafe/soc-alerting/words';
import type { DoorOptions } from '../config/door-location.ts';
import { controlClient, type SeenAgent } from '../control-client.ts';
import type { ExitCode, Io } from '../io.ts';
import { table } from '../table.ts';

export interface AgentsOptions extends DoorOptions {
  fleet?: string;
  limit?: number;
  json?: boolean;
}

const LIMIT = 100;
const INSTANCES_SHOWN = 5;
/** Whether these live, nobody can tell: when they were last heard says more. */
const HEARD_NO_MORE: ReadonlySet<string> = new Set(['silent', 'unwatched']);

/** Lists who is there, as the detector last saw it: whoever means to kill must know the names. */
export async function agents(options: AgentsOptions, io: Io): Promise<ExitCode> {
  const { fleet, limit = LIMIT, json } = options;
  const seen = await controlClient(options, io).agents(fleet, limit);
  if (json) {
    for (const agent of seen) io.stdout(`${JSON.stringify(agent)}\n`);
    return 0;
  }
  if (seen.length === 0) {
    io.stdout(`Nobody was seen${fleet === undefined ? ' yet' : ` in fleet ${fleet}`}.\n`);
    return 0;
  }
  const now = Date.now();
  const head = ['FLEET', 'AGENT', 'LAST SEEN', 'KILLED', 'INSTANCES'];
  io.stdout(table([head, ...seen.map((agent) => row(agent, now))]));
  if (seen.length === limit) io.stdout(`The ${limit} seen last; --limit and --fleet show others.\n`);
  return 0;
}

function row({ fleet, agent, killed, lastSign, instances }: SeenAgent, now: number): string[] {
  const ago = (timeMs: number): string => `${durationWords(Math.max(0, now - timeMs))} ago`;
  const shown = instances.slice(-INSTANCES_SHOWN).map(({ instance, state, lastSign }) => {
    const since = HEARD_NO_MORE.has(state) ? `, ${ago(lastSign)}` : '';
    return `${readable(instance)} (${state}${since})`;
  });
  const more = instances.length > shown.length ? [`${instances.length - shown.length} more`] : [];
  return [
    readable(fleet),
    readable(agent),
    ago(lastSign),
    killed ? 'yes' : '-',
    [...shown, ...more].join(', '),
  ];
}
