import type { AgentEvent, Origin } from '@mortsafe/agent-events';

const rank: Record<Origin, number> = { control: 0, platform: 1, agent: 2 };

/** The order in which a fleet's events are handled: by observed time; control before platform before agent; by id. */
export function compareEvents(a: AgentEvent, b: AgentEvent): number {
  if (a.observedTime !== b.observedTime) return a.observedTime - b.observedTime;
  if (a.origin !== b.origin) return rank[a.origin] - rank[b.origin];
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Events that wait for the reorder window to pass, in order from `head` on. */
export interface Waiting {
  events: AgentEvent[];
  head: number;
}

export const createWaiting = (): Waiting => ({ events: [], head: 0 });

/** Puts an event in its place. Nearly always that is the end, so it is tried first. */
export function insertInOrder({ events, head }: Waiting, event: AgentEvent): void {
  const last = events[events.length - 1];
  if (last === undefined || events.length === head || compareEvents(last, event) <= 0) {
    events.push(event);
    return;
  }
  let low = head;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareEvents(events[middle]!, event) <= 0) low = middle + 1;
    else high = middle;
  }
  events.splice(low, 0, event);
}

/** Takes out the oldest event, if it was observed before `horizon`. */
export function takeBefore(waiting: Waiting, horizon: number): AgentEvent | undefined {
  const event = waiting.events[waiting.head];
  if (event === undefined || event.observedTime >= horizon) return undefined;
  waiting.head++;
  // What was taken is dropped in bulk: shifting one by one would move all that wait, each time.
  if (waiting.head >= COMPACT_AT && waiting.head * 2 >= waiting.events.length) {
    waiting.events.splice(0, waiting.head);
    waiting.head = 0;
  }
  return event;
}

const COMPACT_AT = 256;
