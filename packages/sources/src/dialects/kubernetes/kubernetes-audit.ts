import type { Decoded } from '../../source.ts';
import { judge } from '../judge.ts';
import { drop, reject, type SensorContext, type SensorDialect } from '../sensors/sensor-dialect.ts';
import { watchedObject, ownerOf as whose } from '../sensors/watched.ts';
import { fleetOfNamespace } from '../sensors/workload.ts';
import { onController } from './audited-controllers.ts';
import { onPod } from './audited-pods.ts';
import { principalOf } from './principal.ts';
import { type AuditedRequest, auditTime, isAudit, readAudit, wordsOf } from './read-audit.ts';

const FAILED_FROM = 400;
const READING: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/**
 * The audit log of the Kubernetes API server (`audit.k8s.io/v1`), plain or as GKE writes it: who created and ended
 * pods, who changed what launches them, and who touched what stops them. It knows who asked, because the API server
 * authenticated them; what pods say of themselves it takes from no one else.
 */
export const kubernetesAudit: SensorDialect = {
  name: 'kubernetes-audit',
  matches: isAudit,
  timeOf: auditTime,
  decode(record, context) {
    const request = readAudit(record);
    if (typeof request === 'string') return reject(request);
    const { stage, code, verb, subresource, query } = request;
    if (stage !== undefined && stage !== 'ResponseComplete')
      return drop('a request that is not yet answered');
    if (code !== undefined && code >= FAILED_FROM) return drop('the API server refused the request');
    if (query.has('dryRun')) return drop('a dry run changes nothing');
    // What is run in a pod is asked for by reading it, too.
    if (READING.has(verb) && subresource !== 'exec') return drop('the request only reads');
    const outcomes = [...changedControl(request, context), ...changed(request, context)];
    const told = outcomes.filter(({ kind }) => kind !== 'drop');
    return told.length > 0 ? told : outcomes;
  },
};

function changed(request: AuditedRequest, context: SensorContext): Decoded[] {
  if (request.resource === 'pods') return onPod(request, context);
  return onController(request, context) ?? drop('a resource that launches no agent');
}

/** A change to an object that policy calls a kill switch, monitor, policy or access. */
function changedControl(request: AuditedRequest, context: SensorContext): Decoded[] {
  const { id, verb, resource, namespace, name, subresource } = request;
  const object = [resource, namespace, name].filter((part) => part !== undefined).join('/');
  const thing = subresource === 'status' ? undefined : watchedObject(object, context);
  if (thing?.control === undefined) return [];
  const by = principalOf(request.user, context);
  const agent = whose(thing, object, undefined);
  if (!by) return drop('nobody knows who changed a watched object');
  if (agent === undefined) return drop('nobody knows whose a watched object is');
  return [
    judge(
      {
        type: 'control.modified',
        id: `k8s-audit/${id}/control`,
        time: request.time,
        fleet: thing.fleet ?? fleetOfNamespace(namespace, context),
        agent,
        control: thing.control,
        resource: object,
        by,
        effect: verb.startsWith('delete') ? 'weakens' : 'unknown',
        change: wordsOf(request),
      },
      context,
    ),
  ];
}
