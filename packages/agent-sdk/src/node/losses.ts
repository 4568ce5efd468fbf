import {
  attributeOf,
  EVENT_NAME_PREFIX,
  MORTSAFE_AGENT,
  MORTSAFE_FLEET,
  MORTSAFE_INSTANCE,
  MORTSAFE_REPORTER,
} from '@mortsafe/agent-events/attributes';
import type { Speaker } from '../voice.ts';

const LOST = `${EVENT_NAME_PREFIX}telemetry.lost`;
const COUNT = attributeOf('count');
const AGENTS_MAX = 1_000;

/** A log record or span, as far as it matters whose it was. */
export interface Losable {
  readonly eventName?: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Loss extends Speaker {
  readonly count: number;
}

export interface Losses {
  add(items: readonly Losable[]): void;
  /** What was lost since the last time, for each agent of this process. */
  take(): Loss[];
}

/** Counts what never arrived. A lost account of losses counts for what it told of. */
export function createLosses(): Losses {
  let byAgent = new Map<string, Loss>();

  function addOne({ eventName, attributes }: Losable): void {
    const { [MORTSAFE_FLEET]: fleet, [MORTSAFE_INSTANCE]: instance } = attributes;
    const id = attributes[MORTSAFE_REPORTER] ?? attributes[MORTSAFE_AGENT];
    // Logs and spans that are no agent's may pass here too; the detector does not miss them.
    if (typeof fleet !== 'string' || typeof id !== 'string') return;
    const key = JSON.stringify([fleet, id]);
    const known = byAgent.get(key);
    if (known === undefined && byAgent.size >= AGENTS_MAX) return;
    const more = eventName === LOST ? Number(attributes[COUNT]) || 0 : 1;
    const launch = known?.instance ?? (typeof instance === 'string' ? instance : undefined);
    byAgent.set(key, { fleet, id, instance: launch, count: (known?.count ?? 0) + more });
  }

  return {
    add: (items) => items.forEach(addOne),
    take() {
      const taken = [...byAgent.values()];
      byAgent = new Map();
      return taken;
    },
  };
}
