import type { AgentEvent, Origin } from '@mortsafe/agent-events';

const rank: Record<Origin, number> = { control: 0, platform: 1, agent: 2 };

/** The order in which a fleet's events are handled: by observed time; control before platform before agent; by id. */
export function compareEvents(a: AgentEvent, b: AgentEvent): number {
  if (a.observedTime !== b.observedTime) return a.observedTime - b.observedTime;
  if (a.origin !== b.origin) return rank[a.origin] - rank[b.origin];
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Puts an event in its place. Nearly always that is the end, so the search starts there. */
export function insertInOrder(waiting: AgentEvent[], event: AgentEvent): void {
  const last = waiting[waiting.length - 1];
  if (last === undefined || compareEvents(last, event) <= 0) {
    waiting.push(event);
    return;
  }
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareEvents(waiting[middle]!, event) <= 0) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, event);
}

/** Takes out what was observed before `horizon`, oldest first. */
export function takeBefore(waiting: AgentEvent[], horizon: number): AgentEvent[] {
  let count = 0;
  while (count < waiting.length && waiting[count]!.observedTime < horizon) count++;
  return count === 0 ? none : waiting.splice(0, count);
}

const none: AgentEvent[] = [];
