import { at } from '../sensors/sensors.fixture.ts';

/** Written after the samples in the documentation of Kubernetes; the cluster is made up. */

interface PodGiven {
  name: string;
  uid?: string;
  agent?: string;
  labels?: Record<string, string>;
  owner?: { kind: string; name: string; uid: string };
  env?: object[];
  created?: number;
  status?: object;
  deleting?: boolean;
}

export const pod = ({ name, agent, labels, owner, env, status, ...rest }: PodGiven) => ({
  kind: 'Pod',
  apiVersion: 'v1',
  metadata: {
    name,
    namespace: 'crew',
    uid: rest.uid ?? `uid-${name}`,
    resourceVersion: String(rest.created ?? 1),
    creationTimestamp: at(rest.created ?? 0),
    labels: { ...(agent !== undefined && { 'mortsafe.dev/agent': agent }), ...labels },
    ...(rest.deleting && { deletionTimestamp: at(0) }),
    ...(owner && { ownerReferences: [{ apiVersion: 'apps/v1', controller: true, ...owner }] }),
  },
  spec: {
    nodeName: 'node-1',
    serviceAccountName: 'default',
    containers: [{ name: 'main', image: 'agent:1', env }],
  },
  ...(status && { status: { containerStatuses: [{ name: 'main', ...status }] } }),
});

export const running = (startedAt: number, restartCount = 0, lastState: object = {}) => ({
  restartCount,
  lastState,
  state: { running: { startedAt: at(startedAt) } },
});

export const terminated = (finishedAt: number, exitCode: number, restartCount = 0) => ({
  restartCount,
  state: { terminated: { exitCode, finishedAt: at(finishedAt) } },
});

export const change = (type: string, object: object) => ({ type, object });

interface AuditGiven {
  user: string;
  verb: string;
  resource?: string;
  subresource?: string;
  name?: string;
  seconds?: number;
  code?: number;
  stage?: string;
  request?: object;
  response?: object;
  uri?: string;
  /** The pod whose bound token was used. */
  fromPod?: string;
  impersonated?: string;
}

let requests = 0;

export const audit = (given: AuditGiven) => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: `audit-${++requests}`,
  stage: given.stage ?? 'ResponseComplete',
  requestURI: given.uri ?? '/api/v1/namespaces/crew/pods',
  verb: given.verb,
  user: {
    username: given.user,
    groups: ['system:authenticated'],
    ...(given.fromPod !== undefined && {
      extra: {
        'authentication.kubernetes.io/pod-name': [given.fromPod],
        'authentication.kubernetes.io/pod-uid': [`uid-${given.fromPod}`],
      },
    }),
  },
  ...(given.impersonated !== undefined && { impersonatedUser: { username: given.impersonated } }),
  sourceIPs: ['10.0.0.7'],
  userAgent: 'kubectl/v1.34.0',
  objectRef: {
    resource: given.resource ?? 'pods',
    namespace: 'crew',
    name: given.name,
    subresource: given.subresource,
    apiVersion: 'v1',
  },
  responseStatus: { metadata: {}, code: given.code ?? 200 },
  requestObject: given.request,
  responseObject: given.response,
  requestReceivedTimestamp: at(given.seconds ?? 0),
  stageTimestamp: at(given.seconds ?? 0),
});

export const builtIn = (controller: string): string => `system:serviceaccount:kube-system:${controller}`;
export const KUBELET = 'system:node:node-1';
