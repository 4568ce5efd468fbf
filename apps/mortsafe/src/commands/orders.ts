import { countsWords, listWords, readable, stageWords, timeWords } from '@mortsafe/soc-alerting/words';
import type { DoorOptions } from '../config/door-location.ts';
import { controlClient } from '../control-client.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import type { SeenInstance, SeenOrder, SeenProgress } from '../order-report.ts';
import { table } from '../table.ts';

export interface OrdersOptions extends DoorOptions {
  fleet?: string;
  limit?: number;
  json?: boolean;
}

const LIMIT = 20;

/** Lists kill orders, the newest first, and how far each has come as seen from outside; or tells one in full. */
export async function orders(order: string | undefined, options: OrdersOptions, io: Io): Promise<ExitCode> {
  const client = controlClient(options, io);
  if (order !== undefined) {
    const progress = await client.progressOf(order, options.fleet);
    if (!progress) throw new CannotRun(`no order ${order} was seen`);
    io.stdout(options.json ? `${JSON.stringify(progress)}\n` : inFull(progress));
    return 0;
  }
  const found = await client.ordersSeen({ fleet: options.fleet, limit: options.limit ?? LIMIT });
  if (options.json) for (const one of found) io.stdout(`${JSON.stringify(one)}\n`);
  else io.stdout(found.length === 0 ? 'No order was ever seen.\n' : listed(found));
  return 0;
}

const listed = (found: readonly SeenOrder[]): string =>
  table([['ORDERED', 'STATE', 'FLEET', 'WHOM', 'ORDER', 'INSTANCES'], ...found.map(row)]);

const row = (seen: SeenOrder): string[] => [
  timeWords(seen.times.ordered ?? seen.time),
  stateOf(seen),
  readable(seen.fleet),
  readable(whom(seen)),
  readable(seen.order),
  countsWords(seen),
];

const stateOf = ({ ended, state }: SeenOrder): string => ended ?? stageWords[state];

const whom = ({ scope, agents, instances }: SeenOrder): string =>
  scope === 'fleet' ? 'the whole fleet' : listWords(instances.length > 0 ? instances : agents, 3);

function inFull({ whole, instances }: SeenProgress): string {
  const by = whole.orderedBy
    ? `, ordered by ${readable(`${whole.orderedBy.kind}:${whole.orderedBy.id}`)}`
    : '';
  const head = `${stateOf(whole)}: ${readable(whom(whole))} in ${readable(whole.fleet)}${by}\n${countsWords(whole)}\n`;
  const rows = instances.map((one) => [
    readable(one.agent ?? '-'),
    readable(one.instance ?? '-'),
    stageWords[one.state],
    history(one),
  ]);
  return rows.length === 0 ? head : `${head}\n${table([['AGENT', 'INSTANCE', 'STATE', 'WHEN'], ...rows])}`;
}

const history = ({ times }: SeenInstance): string =>
  Object.entries(times)
    .sort(([, one], [, other]) => one - other)
    .map(([stage, time]) => `${stage} ${timeWords(time)}`)
    .join(', ');
