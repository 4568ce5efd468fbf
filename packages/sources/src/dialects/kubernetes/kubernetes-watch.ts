import { type Principal, readTime, sensorPolicyOf } from '@mortsafe/agent-events';
import type { Decoded } from '../../source.ts';
import { judge } from '../judge.ts';
import { at, isObject, listAt, numberAt, textAt } from '../sensors/json.ts';
import { podKey } from '../sensors/known.ts';
import { drop, reject, type SensorContext, type SensorDialect } from '../sensors/sensor-dialect.ts';
import { endOf, named } from './audited-pods.ts';
import { type Pod, readPod } from './pod.ts';

const CHANGES: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']);
/** What is older is no news: a watch that begins anew tells of everything there is. */
const NEWS_MS = 60_000;
/** An event of the same id is recognised for that long. */
const STOP_NEWS_MS = 600_000;

type KnownPodOf = Pod & { known: NonNullable<Pod['known']> };

/**
 * A watch on pods, as `kubectl get pods --watch --output-watch-events -o json` writes it: when an agent's container
 * runs and when it has ended. It does not say who wanted that; the audit log does.
 */
export const kubernetesWatch: SensorDialect = {
  name: 'kubernetes-watch',
  matches: (record) => (CHANGES.has(at(record, 'type')) && isObject(at(record, 'object'))) || isPod(record),
  timeOf: (record) => timeOfPod(at(record, 'object') ?? record),
  decode(record, context) {
    const change = textAt(record, 'type');
    const object = isPod(record) ? record : at(record, 'object');
    if (change === 'ERROR') return drop('the watch ended');
    if (change === 'BOOKMARK' || textAt(object, 'kind') !== 'Pod')
      return drop('a watch on something else than pods');
    const pod = readPod(object, context);
    if (!pod) return reject('object.metadata has no name or no namespace');
    if (!pod.known) return drop('a pod of no agent that is known');
    const seen = pod as KnownPodOf;
    const status = statusOf(object, pod);
    if (change === 'DELETED') return gone(seen, object, status, context);
    if (isObject(at(status, 'state', 'running'))) return runs(seen, status, context);
    // Before it is started anew it waits.
    const terminated = at(status, 'state', 'terminated') ?? at(status, 'lastState', 'terminated');
    if (!isObject(terminated)) return drop('a pod that does not run yet');
    return ended(seen, { object, status, terminated }, context);
  },
};

const isPod = (record: unknown): boolean =>
  textAt(record, 'kind') === 'Pod' && isObject(at(record, 'metadata'));

/** The latest time that a pod tells of. */
function timeOfPod(object: unknown): number | undefined {
  const statuses = listAt(object, 'status', 'containerStatuses');
  const times = [
    at(object, 'metadata', 'creationTimestamp'),
    ...listAt(object, 'status', 'conditions').map((each) => at(each, 'lastTransitionTime')),
    ...statuses.flatMap((each) => [
      at(each, 'state', 'running', 'startedAt'),
      at(each, 'state', 'terminated', 'finishedAt'),
    ]),
  ].flatMap((time) => readTime(time) ?? []);
  return times.length > 0 ? Math.max(...times) : undefined;
}

const statusOf = (object: unknown, { container }: Pod): unknown =>
  listAt(object, 'status', 'containerStatuses').find((each) => textAt(each, 'name') === container);

const restartsOf = (status: unknown): number => numberAt(status, 'restartCount') ?? 0;

function runs(pod: KnownPodOf, status: unknown, context: SensorContext): Decoded[] {
  const restarts = restartsOf(status);
  const startedAt = at(status, 'state', 'running', 'startedAt');
  const startedMs = readTime(startedAt);
  if (startedMs === undefined) return reject('state.running.startedAt is no time');
  const isNews = context.observedTime - startedMs <= NEWS_MS && pod.known.toldStart !== restarts;
  if (!isNews) return [judge(running(pod, context), context)];
  pod.known.toldStart = restarts;
  const before =
    restarts > 0 ? stop(pod, restarts - 1, at(status, 'lastState', 'terminated'), {}, context) : [];
  const start = {
    type: 'agent.started',
    id: idOf(pod, restarts, 'started'),
    time: startedAt,
    ...named(pod.known),
    host: pod.node,
    ...(restarts > 0 && { reason: 'relaunch' }),
    launchedBy: restarts > 0 ? kubelet(pod) : launcherOf(pod, context),
  };
  return [...before, judge(start, context)];
}

/** That it started is no news; that it is alive now is. Each version of a pod is a sight of its own. */
const running = (pod: KnownPodOf, { observedTime }: SensorContext) => ({
  type: 'agent.activity',
  id: pod.version === undefined ? undefined : idOf(pod, pod.version, 'running'),
  time: observedTime,
  ...named(pod.known),
  host: pod.node,
  operation: 'container',
});

/** Nothing but the kubelet starts a container of a pod anew. */
const kubelet = ({ node }: Pod): Principal | undefined =>
  node === undefined ? undefined : { kind: 'controller', id: `kubelet/${node}` };

function launcherOf(
  { namespace, name, owner, deployment }: KnownPodOf,
  context: SensorContext,
): Principal | undefined {
  const creator = context.known.creators.take(podKey(namespace, name));
  if (creator || !owner || !sensorPolicyOf(context.policy).trustOwnerReferences) return creator;
  return {
    kind: 'controller',
    id: deployment === undefined ? `${owner.kind}/${owner.name}` : `deployment/${deployment}`,
  };
}

const isAskedToEnd = (object: unknown): boolean => at(object, 'metadata', 'deletionTimestamp') !== undefined;

const EVICTIONS: ReadonlySet<string | undefined> = new Set([
  'Evicted',
  'Preempting',
  'NodeLost',
  'NodeShutdown',
  'Terminated',
]);

/** Why it ended, beyond what its exit code says. */
function askedFor(pod: Pod, object: unknown, context: SensorContext) {
  if (EVICTIONS.has(textAt(object, 'status', 'reason'))) return { reason: 'evicted' };
  const disrupted = listAt(object, 'status', 'conditions').some(
    (each) => textAt(each, 'type') === 'DisruptionTarget' && at(each, 'status') === 'True',
  );
  const end = isAskedToEnd(object) ? endOf(podKey(pod.namespace, pod.name), context) : {};
  return disrupted ? { ...end, reason: 'evicted' } : end;
}

interface Ended {
  object: unknown;
  status: unknown;
  terminated: unknown;
}

function ended(pod: KnownPodOf, { object, status, terminated }: Ended, context: SensorContext): Decoded[] {
  const finishedMs = readTime(at(terminated, 'finishedAt'));
  if (finishedMs !== undefined && context.observedTime - finishedMs > STOP_NEWS_MS)
    return drop('it ended long ago');
  return stop(pod, restartsOf(status), terminated, askedFor(pod, object, context), context);
}

function gone(pod: KnownPodOf, object: unknown, status: unknown, context: SensorContext): Decoded[] {
  const terminated = at(status, 'state', 'terminated');
  return stop(pod, restartsOf(status), terminated, askedFor(pod, object, context), context);
}

function stop(
  pod: KnownPodOf,
  restarts: number,
  terminated: unknown,
  asked: { reason?: string; stoppedBy?: Principal },
  context: SensorContext,
): Decoded[] {
  if ((pod.known.toldStop ?? -1) >= restarts) return drop('its end was told before');
  pod.known.toldStop = restarts;
  const event = {
    type: 'agent.stopped',
    id: idOf(pod, restarts, 'stopped'),
    time: at(terminated, 'finishedAt'),
    ...named(pod.known),
    host: pod.node,
    reason: reasonOf(terminated),
    ...asked,
  };
  return [judge(event, context)];
}

const SIGNALLED: ReadonlySet<number | undefined> = new Set([137, 143]);

function reasonOf(terminated: unknown): string {
  if (!isObject(terminated)) return 'killed';
  if (textAt(terminated, 'reason') === 'OOMKilled') return 'crashed';
  const code = numberAt(terminated, 'exitCode');
  if (code === 0) return 'completed';
  return SIGNALLED.has(code) || numberAt(terminated, 'signal') ? 'killed' : 'crashed';
}

/** Which start of which container: the same however often the watch tells of it. */
const idOf = ({ uid, namespace, name, container }: Pod, count: number | string, what: string): string =>
  `k8s/${uid ?? podKey(namespace, name)}/${container ?? ''}/${count}/${what}`.slice(0, 256);
