import type { Principal } from '@mortsafe/agent-events';
import { type BoundedMap, createBoundedMap } from './bounded-map.ts';

/** An agent as the platform runs it. */
export interface Workload {
  agent: string;
  fleet: string;
  instance: string | undefined;
}

export interface KnownPod extends Workload {
  /** Unknown where it was heard of by its name alone. */
  uid: string | undefined;
  /** How often its agent's container had been started anew when its start was told. */
  toldStart?: number | undefined;
  toldStop?: number | undefined;
}

/**
 * What earlier messages said and later ones need: who made a pod, which agent a process is. Bounded, in memory alone,
 * and never needed: what is not known here is unknown, and said to be.
 */
export interface Known {
  /** By uid, and by `namespace/name`. */
  pods: BoundedMap<KnownPod>;
  /** Who created a pod of which it was not known that it is an agent, by `namespace/name`. */
  creators: BoundedMap<Principal>;
  /** Who asked for a pod's end, by `namespace/name`. */
  enders: BoundedMap<{ by: Principal | undefined; evicted: boolean }>;
  /** What made an object, as its controller itself said to the API server: `deployment/worker` by uid. */
  owners: BoundedMap<string>;
  /** Which agent a controller launches: `deployment/namespace/name`. */
  controllers: BoundedMap<Workload>;
  /** Processes and containers, by whatever identifies them for their sensor. */
  processes: BoundedMap<Workload>;
  /** Processes and containers whose start was told, so that their end is. */
  started: BoundedMap<true>;
  /** What a sensor said that it is about to tell: of containers that were sent a signal, units that start anew. */
  announced: BoundedMap<Announced>;
}

export interface Announced {
  what: 'kill' | 'out of memory' | 'restart';
  timeMs: number;
}

/** What was announced longer ago has not come of it. */
const ANNOUNCED_MS = 90_000;

/** What was announced of something, if that was just now. It is asked for once. */
export function announcedOf(
  { announced }: Known,
  key: string,
  timeMs: number,
): Announced['what'] | undefined {
  const found = announced.take(key);
  return found && Math.abs(timeMs - found.timeMs) <= ANNOUNCED_MS ? found.what : undefined;
}

/** Key of a pod that is known by its name. */
export const podKey = (namespace: string | undefined, name: string | undefined): string =>
  `${namespace ?? ''}/${name ?? ''}`;

/** Which agent a pod is. One of the same name is another pod, where both say which they are. */
export function podIn(
  { pods }: Known,
  uid: string | undefined,
  namespace: string | undefined,
  name: string | undefined,
): KnownPod | undefined {
  const byUid = uid === undefined ? undefined : pods.get(uid);
  if (byUid || name === undefined) return byUid;
  const byName = pods.get(podKey(namespace, name));
  return uid === undefined || byName?.uid === undefined ? byName : undefined;
}

const SIZE_MAX = 20_000;

export const createKnown = (): Known => ({
  pods: createBoundedMap(2 * SIZE_MAX),
  creators: createBoundedMap(SIZE_MAX),
  enders: createBoundedMap(SIZE_MAX),
  owners: createBoundedMap(SIZE_MAX),
  controllers: createBoundedMap(SIZE_MAX),
  processes: createBoundedMap(SIZE_MAX),
  started: createBoundedMap(SIZE_MAX),
  announced: createBoundedMap(SIZE_MAX),
});
