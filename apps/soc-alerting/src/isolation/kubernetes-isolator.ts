import {
  type KubernetesAccess,
  type KubernetesClient,
  kubernetesClient,
} from '../executors/kubernetes/kubernetes-client.ts';
import { fillTemplate, unknownPlaceholders } from '../executors/template.ts';
import type { IsolationOutcome, IsolationTarget, Isolator } from './isolator.ts';

export interface KubernetesIsolatorOptions extends KubernetesAccess {
  namespace: string;
  /** The pod to label: `{instance}`. */
  pod: string;
  /** That a NetworkPolicy of the namespace selects. Default `mortsafe.dev/quarantined`, with the value `true`. */
  label?: string;
  /** Default: over the network. */
  client?: KubernetesClient;
}

const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const LABEL = /^(?:[a-z0-9][a-z0-9.-]{0,251}[a-z0-9]\/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const REQUEST_MS_MAX = 10_000;

/**
 * Isolates pods by a label, which a NetworkPolicy of the namespace turns into no way in and no way out. Its service
 * account needs `patch` on pods, and nothing else.
 *
 * @throws {Error} The namespace or the label is none, or the pod is no template.
 */
export function kubernetesIsolator(options: KubernetesIsolatorOptions): Isolator {
  const { namespace, pod, label = 'mortsafe.dev/quarantined' } = options;
  if (!NAME.test(namespace)) throw new Error('isolator kubernetes: the namespace is no name');
  if (!LABEL.test(label)) throw new Error('isolator kubernetes: the label is none');
  const unknown = unknownPlaceholders(pod);
  if (unknown.length > 0) throw new Error(`isolator kubernetes: nobody knows ${unknown.join(', ')}`);
  const client = options.client ?? kubernetesClient(options);

  const mark =
    (value: 'true' | null) =>
    async ({ fleet, agent, instance }: IsolationTarget, signal: AbortSignal): Promise<IsolationOutcome> => {
      const filled = fillTemplate(pod, { fleet, agent, ...(instance !== null && { instance }) });
      if (filled.kind === 'refused') return { done: false, reason: filled.reason };
      if (!NAME.test(filled.text)) return { done: false, reason: 'Kubernetes has no such names' };
      const path = `/api/v1/namespaces/${namespace}/pods/${filled.text}`;
      const within = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS_MAX)]);
      const answer = await client('PATCH', path, { metadata: { labels: { [label]: value } } }, within);
      if ('failed' in answer) return { done: false, reason: answer.failed };
      if (answer.status < 300 || (answer.status === 404 && value === null)) return { done: true };
      return {
        done: false,
        reason:
          answer.status === 404
            ? `there is no pod ${filled.text}`
            : `the API server refused (HTTP ${answer.status})`,
      };
    };
  return {
    ...{ name: 'kubernetes', perInstance: pod.includes('{instance}') },
    isolate: mark('true'),
    release: mark(null),
  };
}
