import type { AgentEvent } from '@mortsafe/agent-events';

interface Head {
  event: AgentEvent;
  rest: Iterator<AgentEvent>;
  /** Settles ties, so that the same streams always merge the same way. */
  rank: number;
}

/** Merges streams that are each in order of observed time; holds one event a stream. */
export function* mergeOrdered(streams: Iterable<Iterator<AgentEvent>>): Generator<AgentEvent> {
  const heap: Head[] = [];
  let rank = 0;
  for (const rest of streams) {
    const { done, value } = rest.next();
    if (!done) push(heap, { event: value, rest, rank: rank++ });
  }
  while (heap.length > 0) {
    const head = heap[0]!;
    yield head.event;
    const { done, value } = head.rest.next();
    if (!done) head.event = value;
    else {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      if (last !== head) heap[0] = last;
    }
    sink(heap);
  }
}

const isBefore = (a: Head, b: Head): boolean =>
  a.event.observedTime < b.event.observedTime ||
  (a.event.observedTime === b.event.observedTime && a.rank < b.rank);

function push(heap: Head[], head: Head): void {
  let at = heap.push(head) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(heap[at]!, heap[parent]!)) return;
    [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
    at = parent;
  }
}

function sink(heap: Head[]): void {
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
    }
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least]!, heap[at]!];
    at = least;
  }
}
