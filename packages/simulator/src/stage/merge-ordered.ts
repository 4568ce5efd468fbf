import type { AgentEvent } from '@mortsafe/agent-events';
import { Heap, type Ranked } from '../heap.ts';

interface Head extends Ranked {
  event: AgentEvent;
  rest: Iterator<AgentEvent>;
}

/** Merges streams that are each in order of observed time; holds one event a stream. */
export function* mergeOrdered(streams: Iterable<Iterator<AgentEvent>>): Generator<AgentEvent> {
  const heads = new Heap<Head>();
  let rank = 0;
  for (const rest of streams) {
    const { done, value } = rest.next();
    // Rank settles ties, so that the same streams always merge the same way.
    if (!done) heads.push({ atMs: value.observedTime, rank: rank++, event: value, rest });
  }
  for (let head = heads.earliest(); head; head = heads.earliest()) {
    yield head.event;
    const { done, value } = head.rest.next();
    if (done) {
      heads.pop();
      continue;
    }
    head.event = value;
    head.atMs = value.observedTime;
    heads.sink();
  }
}
