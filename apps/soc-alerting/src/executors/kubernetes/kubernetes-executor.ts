import type { Clock } from '../../clock.ts';
import type { OrderRun } from '../../control/orders.ts';
import { type Carrying, type EachTargetOptions, eachTarget, fail } from '../each-target.ts';
import type { Executor } from '../executor.ts';
import { unknownPlaceholders } from '../template.ts';
import { type KubernetesAccess, type KubernetesClient, kubernetesClient } from './kubernetes-client.ts';

export interface KubernetesOptions extends KubernetesAccess {
  namespace: string;
  /** The pod to delete: `{instance}`. One of the two. */
  pod?: string;
  /** The Deployment to scale to nothing, which its pods outlive by no controller: `{agent}`. */
  deployment?: string;
  instancesOf?: EachTargetOptions['instancesOf'];
  clock: Clock;
  /** Default: over the network. */
  client?: KubernetesClient;
}

/** What Kubernetes lets an object be called; also what no path can be made of. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const REQUEST_MS_MAX = 10_000;
const LOOK_EVERY_MS = 500;

/**
 * Stops agents through the Kubernetes API: deletes their pods, or scales their Deployment to nothing. Its service
 * account needs `delete` and `get` on pods, or `patch` on `deployments/scale`, and nothing else.
 *
 * @throws {Error} The namespace is no name, or not exactly one of pod and deployment is a template.
 */
export function kubernetesExecutor(options: KubernetesOptions): Executor {
  const { namespace, pod, deployment, instancesOf, clock } = options;
  const template = pod ?? deployment;
  if (!NAME.test(namespace)) throw new Error('executor kubernetes: the namespace is no name');
  if (template === undefined || (pod !== undefined && deployment !== undefined)) {
    throw new Error('executor kubernetes: either pod or deployment');
  }
  const unknown = unknownPlaceholders(template);
  if (unknown.length > 0) throw new Error(`executor kubernetes: nobody knows ${unknown.join(', ')}`);
  const client = options.client ?? kubernetesClient(options);
  const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS_MAX)]);

  async function deletePod(
    run: OrderRun,
    name: string,
    { order, progress, signal, resumed }: Carrying,
  ): Promise<void> {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    const graceS = Math.ceil(order.deadline / 1_000);
    const answer = await client('DELETE', `${path}?gracePeriodSeconds=${graceS}`, undefined, within(signal));
    if (signal.aborted) return;
    if ('failed' in answer) return fail(run, answer.failed);
    if (answer.status === 404 && !resumed) return fail(run, `there is no pod ${name}`);
    if (answer.status >= 300 && answer.status !== 404) return fail(run, refusal(answer.status));
    const until = clock.now() + order.deadline + LOOK_EVERY_MS * 2;
    for (;;) {
      const seen = await client('GET', path, undefined, within(signal));
      if (signal.aborted) return;
      if ('status' in seen && seen.status === 404) {
        await progress.stopped(run);
        return end(run, 'stopped', 'the pod is gone');
      }
      if (clock.now() >= until)
        return end(run, 'carried-out', 'the pod is being deleted; its end is yet to be seen');
      await clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  async function scaleDown(run: OrderRun, name: string, { signal }: Carrying): Promise<void> {
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/scale`;
    const answer = await client('PATCH', path, { spec: { replicas: 0 } }, within(signal));
    if (signal.aborted) return;
    if ('failed' in answer) return fail(run, answer.failed);
    if (answer.status >= 300) return fail(run, refusal(answer.status));
    end(run, 'carried-out', 'the Deployment was scaled to 0; the end of its pods is yet to be seen');
  }

  return {
    name: 'kubernetes',
    carryOut: eachTarget({
      templates: [template],
      instancesOf,
      async one(run, [name = ''], carrying) {
        if (!NAME.test(name)) return fail(run, 'Kubernetes has no such names');
        await (pod === undefined ? scaleDown : deletePod)(run, name, carrying);
      },
    }),
  };
}

function end(run: OrderRun, outcome: 'stopped' | 'carried-out', detail: string): void {
  run.outcome = outcome;
  run.detail = detail;
}

const refusal = (status: number): string =>
  status === 401 || status === 403
    ? `the API server does not let this service account do it (HTTP ${status})`
    : `the API server refused (HTTP ${status})`;
