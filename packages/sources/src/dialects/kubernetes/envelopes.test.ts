import { describe, expect, it } from 'vitest';
import { at, hearing } from '../sensors/sensors.fixture.ts';
import { audit, pod } from './kubernetes.fixture.ts';

const worker = pod({ name: 'worker-1', agent: 'worker' });
const created = () => audit({ user: 'ada', verb: 'create', name: 'worker-1', response: worker });
const told = { type: 'agent.started', agent: 'worker', launchedBy: { kind: 'person', id: 'ada' } };

describe('the audit log of Kubernetes', () => {
  it.each([
    [
      'as the audit webhook posts it',
      { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [created()] },
    ],
    ['as Fluent Bit posts it', [{ date: 1.5, ...created() }]],
    [
      'as Fluent Bit posts lines that it did not parse',
      [{ date: 1.5, log: `${JSON.stringify(created())}\n` }],
    ],
    [
      'as CloudWatch gives that of EKS to subscribers',
      {
        ...{ messageType: 'DATA_MESSAGE', owner: '1', logGroup: '/aws/eks/crew/cluster' },
        ...{ logStream: 'kube-apiserver-audit-1', subscriptionFilters: ['all'] },
        logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(created()) }],
      },
    ],
    [
      'as Azure streams that of AKS',
      {
        records: [
          {
            ...{ category: 'kube-audit', time: at(0), resourceId: '/SUBSCRIPTIONS/1' },
            operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
            properties: { log: JSON.stringify(created()), stream: 'stdout', pod: 'kube-apiserver-1' },
          },
        ],
      },
    ],
  ])('is read %s', (_how, envelope) => {
    expect(hearing().events(0, envelope)).toMatchObject([told]);
  });

  it('says of a message that CloudWatch sends about itself that it is none', () => {
    expect(hearing().hear(0, { messageType: 'CONTROL_MESSAGE', logEvents: [] }).drops).toHaveLength(1);
  });
});

describe('the audit log of GKE', () => {
  const entry = (methodName: string, resourceName: string, payload: object = {}) => ({
    ...{
      insertId: methodName,
      logName: 'projects/p/logs/cloudaudit.googleapis.com%2Factivity',
      timestamp: at(5),
    },
    resource: { type: 'k8s_cluster', labels: { cluster_name: 'c', project_id: 'p', location: 'l' } },
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      ...{ serviceName: 'k8s.io', methodName, resourceName },
      authenticationInfo: { principalEmail: 'ada@example.org' },
      ...payload,
    },
  });
  const pods = 'core/v1/namespaces/crew/pods/worker-1';

  it('starts and ends pods', () => {
    const heard = hearing().events(
      5,
      entry('io.k8s.core.v1.pods.create', pods, { response: worker }),
      entry('io.k8s.core.v1.pods.delete', pods),
      entry('io.k8s.core.v1.pods.delete', pods, { authenticationInfo: { principalEmail: 'system:node:n' } }),
    );
    expect(heard).toMatchObject([
      { ...told, launchedBy: { kind: 'person', id: 'ada@example.org' }, time: Date.parse(at(5)) },
      { type: 'agent.stopped', stoppedBy: { kind: 'person', id: 'ada@example.org' } },
    ]);
  });

  it('configures what launches agents', () => {
    const template = { metadata: { labels: { 'mortsafe.dev/agent': 'worker' } } };
    const request = { metadata: { name: 'worker' }, spec: { template } };
    const name = 'apps/v1/namespaces/crew/deployments/worker';
    expect(hearing().events(5, entry('io.k8s.apps.v1.deployments.patch', name, { request }))).toMatchObject([
      { type: 'launcher.configured', controller: 'controller:deployment/worker', agents: ['worker'] },
    ]);
  });

  it('leaves out what was refused, and rejects what is no method', () => {
    const { drops, rejections } = hearing().hear(
      5,
      entry('io.k8s.core.v1.pods.create', pods, { status: { code: 7 } }),
      entry('io.k8s.nonsense', pods),
    );
    expect(drops).toEqual(['the API server refused the request']);
    expect(rejections).toMatchObject([{ reason: 'protoPayload.methodName is no method of Kubernetes' }]);
  });
});
