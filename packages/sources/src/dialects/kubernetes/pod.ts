import { idMaxChars } from '@mortsafe/agent-events';
import { at, listAt, TEXT_CHARS_MAX, textAt, textsAt } from '../sensors/json.ts';
import { type KnownPod, podKey, type Workload } from '../sensors/known.ts';
import type { SensorContext } from '../sensors/sensor-dialect.ts';
import { workloadOf } from '../sensors/workload.ts';

/** What a pod says, as far as we ask. */
export interface Pod {
  uid: string | undefined;
  /** Differs from one change of it to the next. */
  version: string | undefined;
  name: string;
  namespace: string;
  node: string | undefined;
  /** The container in which the agent runs. */
  container: string | undefined;
  owner: Owner | undefined;
  /** Above its owner, by names that whoever made it may have chosen. */
  deployment: string | undefined;
  /** Undefined: no agent. */
  known: KnownPod | undefined;
}

export interface Owner {
  kind: string;
  name: string;
  uid: string | undefined;
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** Key of what launches agents. */
export const controllerKey = (kind: string, namespace: string, name: string): string =>
  `${kind}/${namespace}/${name}`;

/**
 * Reads a pod and remembers which agent it is. Labels can be changed while it runs: who it was when it was first seen,
 * it stays.
 */
export function readPod(object: unknown, context: SensorContext): Pod | undefined {
  const name = textAt(object, 'metadata', 'name');
  const namespace = textAt(object, 'metadata', 'namespace');
  if (name === undefined || namespace === undefined) return undefined;
  const { known } = context;
  const uid = textAt(object, 'metadata', 'uid');
  const remembered = uid === undefined ? known.pods.get(podKey(namespace, name)) : known.pods.get(uid);
  const owner = ownerOf(object);
  const container = containerOf(object);
  const workload = remembered ?? agentIn({ object, template: object, name, namespace, owner }, context);
  // Its name is what kills by, and what its agent can be told by the downward API.
  const pod = workload && { ...workload, uid, instance: workload.instance ?? name };
  if (pod && !remembered) {
    if (uid !== undefined) known.pods.set(uid, pod);
    known.pods.set(podKey(namespace, name), pod);
    if (owner) known.controllers.set(controllerKey(owner.kind, namespace, owner.name), pod);
  }
  const node = textAt(object, 'spec', 'nodeName');
  return {
    ...{ uid, name, namespace, node, owner },
    version: textAt(object, 'metadata', 'resourceVersion'),
    container: textAt(container, 'name'),
    deployment: owner && deploymentOf(owner, textsAt(object, 'metadata', 'labels')),
    known: remembered ?? pod,
  };
}

/** Which agent the pods of a controller will be, by its template. */
export function agentOfTemplate(
  object: unknown,
  { kind, name, namespace }: { kind: string; name: string; namespace: string },
  context: SensorContext,
): Workload | undefined {
  const job = kind === 'cronjob' ? at(object, 'spec', 'jobTemplate') : object;
  const template = at(job, 'spec', 'template');
  const owner = { kind, name, uid: undefined };
  return agentIn({ object: template, template, name: undefined, namespace, owner }, context);
}

interface PodLike {
  object: unknown;
  template: unknown;
  name: string | undefined;
  namespace: string;
  owner: Owner | undefined;
}

function agentIn({ object, template, name, namespace, owner }: PodLike, context: SensorContext) {
  const labels = textsAt(object, 'metadata', 'labels');
  const container = containerOf(template);
  const deployment = owner && deploymentOf(owner, labels);
  return workloadOf(
    {
      attributes: {
        'k8s.namespace.name': namespace,
        'k8s.pod.name': name,
        'k8s.pod.uid': textAt(object, 'metadata', 'uid'),
        'k8s.container.name': textAt(container, 'name'),
        'k8s.serviceaccount.name': textAt(template, 'spec', 'serviceAccountName'),
        'container.image.name': textAt(container, 'image'),
        ...(owner && { [`k8s.${owner.kind}.name`]: owner.name }),
        ...(deployment !== undefined && { 'k8s.deployment.name': deployment }),
      },
      labels,
      annotations: textsAt(object, 'metadata', 'annotations'),
      env: environmentOf(container, object),
      prefix: 'k8s.pod',
      namespace,
    },
    context,
  );
}

/** The one that is meant where none is named: as kubectl chooses. */
function containerOf(object: unknown): unknown {
  const containers = listAt(object, 'spec', 'containers');
  const named = textAt(object, 'metadata', 'annotations', DEFAULT_CONTAINER);
  return containers.find((each) => textAt(each, 'name') === named) ?? containers[0];
}

const CONTROLLER_KIND = /^[A-Za-z]{1,63}$/;

export function ownerOf(object: unknown): Owner | undefined {
  const found = listAt(object, 'metadata', 'ownerReferences').find((each) => at(each, 'controller') === true);
  const [kind, name] = [textAt(found, 'kind'), textAt(found, 'name')];
  if (kind === undefined || name === undefined || !CONTROLLER_KIND.test(kind)) return undefined;
  return { kind: kind.toLowerCase(), name, uid: textAt(found, 'uid') };
}

/**
 * The Deployment of a ReplicaSet, by the names that its controller gives. Good enough to tell which agent it is; who
 * launched it must not hang on it, because whoever makes a ReplicaSet chooses its name.
 */
function deploymentOf(
  { kind, name }: Owner,
  labels: readonly (readonly [string, string])[],
): string | undefined {
  if (kind === 'deployment') return name;
  const hash = labels.find(([label]) => label === 'pod-template-hash')?.[1];
  if (kind !== 'replicaset' || !hash || !name.endsWith(`-${hash}`)) return undefined;
  return name.slice(0, -hash.length - 1) || undefined;
}

const fields: Readonly<Record<string, readonly string[]>> = {
  'metadata.name': ['metadata', 'name'],
  'metadata.uid': ['metadata', 'uid'],
  'metadata.namespace': ['metadata', 'namespace'],
};

/** What stands in the pod, or is made of it. Secrets and config maps are not looked into. */
function environmentOf(container: unknown, object: unknown): [string, string][] {
  const found: [string, string][] = [];
  const values = new Map<string, string>();
  for (const variable of listAt(container, 'env')) {
    const name = textAt(variable, 'name');
    const field = textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath');
    const path = field !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined;
    const value = path ? textAt(object, ...path) : textAt(variable, 'value');
    if (name === undefined || value === undefined) continue;
    const whole = value.replace(
      /\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g,
      (text, other: string) => values.get(other) ?? text,
    );
    // Each may hold the ones before it, many times over.
    if (whole.length <= idMaxChars) values.set(name, whole);
    if (whole.length <= TEXT_CHARS_MAX) found.push([name, whole]);
  }
  return found;
}
