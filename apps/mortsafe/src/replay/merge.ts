import type { AgentEvent } from '@mortsafe/agent-events';

/** Events of one input in the order they were read; an entry may be a batch of them. */
export type EventStream = AsyncGenerator<readonly AgentEvent[]>;

interface Head {
  stream: EventStream;
  batch: readonly AgentEvent[];
  next: number;
}

/**
 * Reads several inputs as one: always from the one whose next event was observed first. Each input keeps its
 * own order, and no more of it than one batch is in memory.
 */
export async function* mergeByTime(streams: readonly EventStream[]): AsyncGenerator<readonly AgentEvent[]> {
  const heads: Head[] = [];
  for (const stream of streams) {
    const head: Head = { stream, batch: [], next: 0 };
    if (await refill(head)) heads.push(head);
  }
  while (heads.length > 1) {
    const first = earliest(heads);
    const limit = timeOfSecond(heads, first);
    const run = takeRun(first, limit);
    yield run;
    if (first.next >= first.batch.length && !(await refill(first))) heads.splice(heads.indexOf(first), 1);
  }
  const [last] = heads;
  if (!last) return;
  do yield last.next === 0 ? last.batch : last.batch.slice(last.next);
  while (await refill(last));
}

async function refill(head: Head): Promise<boolean> {
  for (;;) {
    const { done, value } = await head.stream.next();
    if (done) return false;
    head.batch = value;
    head.next = 0;
    if (value.length > 0) return true;
  }
}

const timeOf = ({ batch, next }: Head): number => batch[next]!.observedTime;

const earliest = (heads: readonly Head[]): Head =>
  heads.reduce((first, head) => (timeOf(head) < timeOf(first) ? head : first));

const timeOfSecond = (heads: readonly Head[], first: Head): number =>
  Math.min(...heads.filter((head) => head !== first).map(timeOf));

/** The next event, and those after it that were observed no later than what another input holds. */
function takeRun(head: Head, limit: number): readonly AgentEvent[] {
  const start = head.next++;
  while (head.next < head.batch.length && timeOf(head) <= limit) head.next++;
  return head.batch.slice(start, head.next);
}
