import { type AgentEvent, emptyPolicy, type OrderState, type ShieldingAct } from '@mortsafe/agent-events';
import { createDetector, type Detector, type DetectorState, type Rule } from '@mortsafe/detection';

export interface GivenOutOptions {
  rules: readonly Rule[];
  /** Take what is given out, then snapshot, clone and restore, after each event of these indexes. */
  checkpointAfter?: (index: number) => boolean;
}

/** What a detector gives out beside findings over a timeline. */
export interface GivenOut {
  /** As they were taken, one after the other. */
  acts: ShieldingAct[];
  orders: OrderState[];
  /** How each stands at the end, by id. */
  latestActs: ShieldingAct[];
  latestOrders: OrderState[];
}

/** Runs a timeline through a detector and takes what it gives out beside findings. */
export function runGivenOut(
  events: readonly AgentEvent[],
  { rules, checkpointAfter }: GivenOutOptions,
): GivenOut {
  let detector = createDetector({ rules, policy: emptyPolicy });
  const acts: ShieldingAct[] = [];
  const orders: OrderState[] = [];
  const take = () => {
    acts.push(...takeAll(detector, 'shieldingActs'));
    orders.push(...takeAll(detector, 'orderStates'));
  };
  events.forEach((event, index) => {
    detector.take(event);
    if (!checkpointAfter?.(index)) return;
    take();
    const state: DetectorState = structuredClone(detector.snapshot());
    detector = createDetector({ rules, policy: emptyPolicy }, state);
  });
  detector.finish();
  take();
  if (detector.counts().failed > 0) throw new Error('the detector failed on an event');
  return { acts, orders, latestActs: latest(acts), latestOrders: latest(orders) };
}

function takeAll<What extends 'shieldingActs' | 'orderStates'>(
  detector: Detector,
  what: What,
): ReturnType<Detector[What]> {
  const all: unknown[] = [];
  for (let some = detector[what](); some.length > 0; some = detector[what]()) all.push(...some);
  return all as ReturnType<Detector[What]>;
}

const latest = <Item extends { id: string }>(items: readonly Item[]): Item[] =>
  [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
