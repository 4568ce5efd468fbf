import { isPrincipalKind, matchesGlob, type Principal, sensorPolicyOf } from '@mortsafe/agent-events';
import { type KnownPod, podIn } from '../sensors/known.ts';
import type { SensorContext } from '../sensors/sensor-dialect.ts';

/** Who asked the API server, as it authenticated them. */
export interface KubernetesUser {
  name: string;
  /** The pod that a bound token belongs to. */
  podName: string | undefined;
  podUid: string | undefined;
  /** On whose behalf, where it says so. */
  impersonated: string | undefined;
}

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const NODE = 'system:node:';
const BUILT_IN =
  /-controller$|^(?:generic-garbage-collector|horizontal-pod-autoscaler|pod-garbage-collector|persistent-volume-binder)$/;
/** A client certificate of an administrator on some distributions. */
const ADMINISTRATOR = 'system:admin';
/** No more a person than one of Kubernetes is. */
const GOOGLE_ACCOUNT = '.gserviceaccount.com';
const NOBODY: ReadonlySet<string> = new Set(['', 'system:anonymous', 'system:unauthenticated']);

/**
 * Who it is in our words. A service account that nobody has told us of is taken for an agent: were it taken for a
 * controller, an agent would have leave by using one that is not mapped.
 */
export function principalOf(user: KubernetesUser, context: SensorContext): Principal | undefined {
  const { impersonators } = sensorPolicyOf(context.policy);
  if (user.impersonated !== undefined && impersonators.some((glob) => matchesGlob(glob, user.name))) {
    const on = { name: user.impersonated, podName: undefined, podUid: undefined, impersonated: undefined };
    return principalOf(on, context);
  }
  const { name } = user;
  const byPolicy = principalByPolicy(name, context);
  if (byPolicy) return byPolicy;
  if (NOBODY.has(name)) return undefined;
  const [, namespace, account] = SERVICE_ACCOUNT.exec(name) ?? [];
  if (namespace !== undefined && account !== undefined)
    return ofServiceAccount(user, namespace, account, context);
  if (name.startsWith(NODE)) return { kind: 'controller', id: `kubelet/${name.slice(NODE.length)}` };
  if (name.startsWith('system:') && name !== ADMINISTRATOR)
    return { kind: 'controller', id: name.replace(':', '/') };
  if (name.endsWith(GOOGLE_ACCOUNT)) return { kind: 'agent', id: `serviceaccount/${name}` };
  return { kind: 'person', id: name };
}

/** What policy says of a user of a platform. */
export function principalByPolicy(user: string, { policy }: SensorContext): Principal | undefined {
  const is = sensorPolicyOf(policy).principals.find((each) => matchesGlob(each.user, user))?.is;
  if (is === undefined) return undefined;
  const colon = is.indexOf(':');
  const kind = is.slice(0, colon);
  return isPrincipalKind(kind) ? { kind, id: is.slice(colon + 1) } : undefined;
}

function ofServiceAccount(
  { podName, podUid }: KubernetesUser,
  namespace: string,
  account: string,
  { known }: SensorContext,
): Principal {
  if (namespace === 'kube-system' && BUILT_IN.test(account))
    return { kind: 'controller', id: `kube-system/${account}` };
  const pod = podIn(known, podUid, namespace, podName);
  return pod ? asPrincipal(pod) : { kind: 'agent', id: `serviceaccount/${namespace}/${account}` };
}

const asPrincipal = ({ agent, instance }: KnownPod): Principal => ({
  kind: 'agent',
  id: agent,
  ...(instance !== undefined && { instance }),
});

/** Which kinds of object a built-in controller makes pods, or other objects, for. */
const makers: Readonly<Record<string, readonly string[]>> = {
  'replicaset-controller': ['replicaset'],
  'statefulset-controller': ['statefulset'],
  'daemon-set-controller': ['daemonset'],
  'job-controller': ['job'],
  'replication-controller': ['replicationcontroller'],
  'deployment-controller': ['deployment'],
  'cronjob-controller': ['cronjob'],
};

/** Whether what this user makes is owned by an object of that kind, and by nothing that the user chose. */
export function makesFor(user: string, kind: string): boolean {
  if (user === 'system:kube-controller-manager')
    return Object.values(makers).some((kinds) => kinds.includes(kind));
  const [, namespace, account = ''] = SERVICE_ACCOUNT.exec(user) ?? [];
  return (
    namespace === 'kube-system' && Object.hasOwn(makers, account) && (makers[account] ?? []).includes(kind)
  );
}
