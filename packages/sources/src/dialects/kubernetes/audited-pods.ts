import { type Principal, readTime } from '@mortsafe/agent-events';
import type { Decoded } from '../../source.ts';
import { judge } from '../judge.ts';
import { at, listAt, numberAt, textAt } from '../sensors/json.ts';
import { type KnownPod, podKey } from '../sensors/known.ts';
import { drop, type SensorContext } from '../sensors/sensor-dialect.ts';
import { stateUnder, ownerOf as whose } from '../sensors/watched.ts';
import { type Pod, readPod } from './pod.ts';
import { makesFor, principalOf } from './principal.ts';
import { type AuditedRequest, objectOf } from './read-audit.ts';

const KUBELET = 'system:node:';
/** No container of it is started anew. */
const FOR_GOOD = Number.MAX_SAFE_INTEGER;
const COMMAND_WORDS_MAX = 1_000;
/** Starts of one origin that are further apart are two launches. */
const SAME_LAUNCH_MS = 60_000;

/** What was done to a pod through the API server. */
export function onPod(request: AuditedRequest, context: SensorContext): Decoded[] {
  const { verb, subresource } = request;
  if (subresource === 'exec') return ranInPod(request, context);
  if (subresource === 'eviction') return askedToEnd(request, request.name, true, context);
  if (subresource !== undefined) return drop('a part of a pod that tells of no start or stop');
  if (verb === 'create') return created(request, context);
  if (verb === 'delete') return deleted(request, context);
  if (verb === 'deletecollection') {
    for (const item of listAt(request.response, 'items'))
      askedToEnd(request, textAt(item, 'metadata', 'name'), false, context);
    return drop('pods were asked to end; their end is told when they end');
  }
  return drop('a pod was changed, neither started nor ended');
}

function created(request: AuditedRequest, context: SensorContext): Decoded[] {
  const pod = readPod(withPlace(objectOf(request), request), context);
  if (!pod) return drop('a pod of no agent that is known');
  const launchedBy = launcherOf(request, pod, context);
  // Who asked for the end of another of its name did not ask for its.
  context.known.enders.take(podKey(pod.namespace, pod.name));
  if (!pod.known) {
    // A log without bodies does not say which agent it is; a watch may.
    if (launchedBy) context.known.creators.set(podKey(pod.namespace, pod.name), launchedBy);
    return drop('a pod of no agent that is known');
  }
  if (pod.known.toldStart !== undefined && isLate(request, context))
    return drop('a start that was told long ago by another sensor');
  pod.known.toldStart = 0;
  // Another of the same name may have ended before.
  pod.known.toldStop = undefined;
  return [
    judge(
      {
        type: 'agent.started',
        id: `k8s-audit/${request.id}/started`,
        time: request.time,
        ...named(pod.known),
        launchedBy,
      },
      context,
    ),
  ];
}

const isLate = ({ time }: AuditedRequest, { observedTime }: SensorContext): boolean =>
  observedTime - (readTime(time) ?? observedTime) > SAME_LAUNCH_MS;

/**
 * Whoever asked for the pod. Where that is a built-in controller, it is the object for which it works, by what that
 * controller itself said owns it.
 */
function launcherOf({ user }: AuditedRequest, { owner }: Pod, context: SensorContext): Principal | undefined {
  if (!owner || !makesFor(user.name, owner.kind)) return principalOf(user, context);
  const above = owner.uid === undefined ? undefined : context.known.owners.get(owner.uid);
  return { kind: 'controller', id: above ?? `${owner.kind}/${owner.name}` };
}

/** A request may leave out what its address says. */
function withPlace(object: unknown, { name, namespace }: AuditedRequest): unknown {
  const metadata = at(object, 'metadata');
  const place = { ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) };
  return { metadata: { ...(metadata as object | undefined), ...place }, spec: at(object, 'spec') };
}

function deleted(request: AuditedRequest, context: SensorContext): Decoded[] {
  const { user, name, request: options } = request;
  const byKubelet = user.name.startsWith(KUBELET);
  const atOnce =
    numberAt(options, 'gracePeriodSeconds') === 0 || request.query.get('gracePeriodSeconds') === '0';
  if (!byKubelet && !atOnce) return askedToEnd(request, name, false, context);
  if (!byKubelet) askedToEnd(request, name, false, context);
  const pod = knownPod(request, name, context);
  if (!pod) return drop('a pod of no agent that is known');
  if (pod.toldStop !== undefined) return drop('a pod was taken away whose end was told before');
  pod.toldStop = FOR_GOOD;
  return [
    judge(
      {
        type: 'agent.stopped',
        id: `k8s-audit/${request.id}/stopped`,
        time: request.time,
        ...named(pod),
        ...endOf(podKey(request.namespace, name), context),
      },
      context,
    ),
  ];
}

/** Its end is told when it ends; who asked for it is needed then. */
function askedToEnd(
  request: AuditedRequest,
  name: string | undefined,
  evicted: boolean,
  context: SensorContext,
): Decoded[] {
  const by = principalOf(request.user, context);
  const { enders } = context.known;
  const key = podKey(request.namespace, name);
  // A person's stop is an order: nobody else takes that back by asking once more.
  const isOrdered = enders.get(key)?.by?.kind === 'person' && by?.kind !== 'person';
  if (!isOrdered) enders.set(key, { by, evicted });
  return drop('a pod was asked to end; its end is told when it ends');
}

/** Why a pod ended that somebody asked to end. Who that was is unknown where it was not heard. */
export function endOf(key: string, { known }: SensorContext): { reason: string; stoppedBy?: Principal } {
  const ender = known.enders.take(key);
  if (!ender) return { reason: 'killed' };
  const { by, evicted } = ender;
  const scaledIn = by?.kind === 'controller' && by.id.startsWith('kube-system/');
  return { reason: evicted ? 'evicted' : scaledIn ? 'scaled-in' : 'killed', ...(by && { stoppedBy: by }) };
}

/** Somebody ran a command in an agent's pod that names its state: `kubectl exec`, or `kubectl cp`, which is `tar`. */
function ranInPod(request: AuditedRequest, context: SensorContext): Decoded[] {
  const pod = knownPod(request, request.name, context);
  if (!pod) return drop('a pod of no agent that is known');
  const words = request.query.getAll('command').flatMap((word) => word.split(/[\s'"<>|;]+/));
  const path = words
    .slice(0, COMMAND_WORDS_MAX)
    .find((word) => word.startsWith('/') && stateUnder(word, context));
  const thing = path === undefined ? undefined : stateUnder(path, context);
  const by = principalOf(request.user, context);
  if (path === undefined || !thing || !by) return drop('a command in a pod that touches nothing watched');
  return [
    judge(
      {
        type: 'state.copied',
        id: `k8s-audit/${request.id}/state`,
        time: request.time,
        ...named(pod),
        agent: whose(thing, path, pod.agent) ?? pod.agent,
        by,
        state: thing.state,
        destination: `exec:${request.user.name}`,
      },
      context,
    ),
  ];
}

function knownPod(
  request: AuditedRequest,
  name: string | undefined,
  context: SensorContext,
): KnownPod | undefined {
  const described = readPod(withPlace(objectOf(request), { ...request, name }), context);
  return described?.known;
}

export const named = ({ agent, fleet, instance }: KnownPod) => ({ agent, fleet, instance });
