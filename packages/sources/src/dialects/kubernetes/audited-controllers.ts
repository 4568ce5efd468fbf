import type { Decoded } from '../../source.ts';
import { judge } from '../judge.ts';
import { textAt } from '../sensors/json.ts';
import { drop, type SensorContext } from '../sensors/sensor-dialect.ts';
import { agentOfTemplate, controllerKey, ownerOf } from './pod.ts';
import { makesFor, principalOf } from './principal.ts';
import { type AuditedRequest, objectOf, wordsOf } from './read-audit.ts';

/** Resources that make pods, and what we call one of them. */
const kinds: Readonly<Record<string, string>> = {
  deployments: 'deployment',
  replicasets: 'replicaset',
  statefulsets: 'statefulset',
  daemonsets: 'daemonset',
  replicationcontrollers: 'replicationcontroller',
  jobs: 'job',
  cronjobs: 'cronjob',
};
const CHANGING: ReadonlySet<string> = new Set(['create', 'update', 'patch']);

/** Somebody created or changed what launches agents. Undefined: it is none of that kind. */
export function onController(request: AuditedRequest, context: SensorContext): Decoded[] | undefined {
  const { resource, subresource, verb, user, namespace, name } = request;
  const kind = Object.hasOwn(kinds, resource) ? kinds[resource] : undefined;
  if (kind === undefined) return undefined;
  if (!CHANGING.has(verb)) return drop('a controller was taken away, and launches nothing');
  if (subresource !== undefined && subresource !== 'scale') return drop('the status of a controller');
  if (namespace === undefined || name === undefined) return drop('a controller without a name');

  const object = objectOf(request);
  const owner = ownerOf(object);
  const uid = textAt(object, 'metadata', 'uid');
  if (owner && makesFor(user.name, owner.kind)) {
    // Only its own controller is believed about that: anybody may write what owns an object.
    if (uid !== undefined) context.known.owners.set(uid, `${owner.kind}/${owner.name}`);
    return drop('a controller at its work');
  }
  const key = controllerKey(kind, namespace, name);
  const workload =
    agentOfTemplate(object, { kind, name, namespace }, context) ?? context.known.controllers.get(key);
  if (!workload) return drop('a controller of no known agent');
  context.known.controllers.set(key, workload);
  const by = principalOf(user, context);
  if (!by) return drop('nobody knows who changed a controller');
  return [
    judge(
      {
        type: 'launcher.configured',
        id: `k8s-audit/${request.id}/launcher`,
        time: request.time,
        fleet: workload.fleet,
        agents: [workload.agent],
        controller: `controller:${kind}/${name}`,
        by,
        change: wordsOf(request),
      },
      context,
    ),
  ];
}
