import { describe, expect, it } from 'vitest';
import { hearing } from '../sensors/sensors.fixture.ts';
import { audit, builtIn, KUBELET, pod } from './kubernetes.fixture.ts';

const SERVICE_ACCOUNT = 'system:serviceaccount:crew:default';
const worker = pod({ name: 'worker-1', agent: 'worker' });
const planner = pod({ name: 'planner-1', agent: 'planner' });
const created = (object: { metadata: { name: string } }, user: string, rest = {}) =>
  audit({ user, verb: 'create', name: object.metadata.name, response: object, code: 201, ...rest });

describe('a pod in the audit log', () => {
  it('starts its agent when it is created, as whoever the API server authenticated', () => {
    expect(hearing().events(0, created(worker, 'ada@example.org'))).toMatchObject([
      {
        type: 'agent.started',
        ...{ origin: 'platform', fleet: 'crew', agent: 'worker', instance: 'worker-1' },
        launchedBy: { kind: 'person', id: 'ada@example.org' },
      },
    ]);
  });

  it('names the agent whose pod the token is bound to', () => {
    const { events } = hearing();
    events(0, created(planner, 'ada'));
    expect(events(1, created(worker, SERVICE_ACCOUNT, { fromPod: 'planner-1' }))).toMatchObject([
      { agent: 'worker', launchedBy: { kind: 'agent', id: 'planner', instance: 'planner-1' } },
    ]);
  });

  it('takes a service account that nobody knows for an agent, so that it has no leave as a controller', () => {
    expect(hearing().events(0, created(worker, SERVICE_ACCOUNT, { fromPod: 'gone' }))).toMatchObject([
      { launchedBy: { kind: 'agent', id: 'serviceaccount/crew/default' } },
    ]);
  });

  it('does not take a pod for another that had its name', () => {
    const { events } = hearing();
    events(0, created(planner, 'ada'));
    const asked = created(worker, SERVICE_ACCOUNT, { fromPod: 'planner-1' });
    Object.assign(asked.user, {
      extra: {
        'authentication.kubernetes.io/pod-name': ['planner-1'],
        'authentication.kubernetes.io/pod-uid': ['another'],
      },
    });
    expect(events(1, asked)).toMatchObject([{ launchedBy: { id: 'serviceaccount/crew/default' } }]);
  });

  it.each([
    ['by policy', 'system:serviceaccount:argocd:sync', 'controller', 'argocd'],
    ['by the name of a node', KUBELET, 'controller', 'kubelet/node-1'],
    ['by a name of the system', 'system:kube-scheduler', 'controller', 'system/kube-scheduler'],
    ['as no person', 'w@p.iam.gserviceaccount.com', 'agent', 'serviceaccount/w@p.iam.gserviceaccount.com'],
    ['as an administrator', 'system:admin', 'person', 'system:admin'],
  ])('knows its creator %s', (_how, user, kind, id) => {
    const policy =
      'sensors: { principals: [{ user: "system:serviceaccount:argocd:*", is: "controller:argocd" }] }';
    expect(hearing(policy).events(0, created(worker, user))).toMatchObject([{ launchedBy: { kind, id } }]);
  });

  it('does not know who is not authenticated', () => {
    const [event] = hearing().events(0, created(worker, 'system:anonymous'));
    expect(event).not.toHaveProperty('launchedBy');
  });

  it('believes whom somebody acts for only where policy says so', () => {
    const asked = created(worker, 'rancher', { impersonated: 'ada' });
    expect(hearing().events(0, asked)).toMatchObject([{ launchedBy: { id: 'rancher' } }]);
    expect(hearing('sensors: { impersonators: [rancher] }').events(0, asked)).toMatchObject([
      { launchedBy: { id: 'ada' } },
    ]);
  });
});

describe('the controller of a pod', () => {
  const owner = { kind: 'ReplicaSet', name: 'worker-7d9', uid: 'rs-1' };
  const labels = { 'pod-template-hash': '7d9' };
  const owned = pod({ name: 'worker-7d9-x', agent: 'worker', owner, labels });
  const replicaSet = {
    kind: 'ReplicaSet',
    metadata: {
      ...{ name: 'worker-7d9', namespace: 'crew', uid: 'rs-1' },
      ownerReferences: [{ kind: 'Deployment', name: 'worker', uid: 'd-1', controller: true }],
    },
  };
  const made = (user: string) =>
    audit({ user, verb: 'create', resource: 'replicasets', name: 'worker-7d9', response: replicaSet });

  it('is the Deployment, where its own controller said that it made the ReplicaSet', () => {
    const { events } = hearing();
    events(0, made(builtIn('deployment-controller')));
    expect(events(1, created(owned, builtIn('replicaset-controller')))).toMatchObject([
      { launchedBy: { kind: 'controller', id: 'deployment/worker' } },
    ]);
  });

  it('is no more than the ReplicaSet where that was not heard, or somebody else said it', () => {
    const { events } = hearing();
    events(0, made(SERVICE_ACCOUNT));
    expect(events(1, created(owned, builtIn('replicaset-controller')))).toMatchObject([
      { launchedBy: { kind: 'controller', id: 'replicaset/worker-7d9' } },
    ]);
  });

  it('is not what a pod says where somebody else made it', () => {
    expect(hearing().events(0, created(owned, SERVICE_ACCOUNT))).toMatchObject([
      { launchedBy: { kind: 'agent', id: 'serviceaccount/crew/default' } },
    ]);
  });

  it.each([
    ['a change of its template', undefined],
    ['a change of its size', 'scale'],
  ])('is configured by whoever makes %s', (_what, subresource) => {
    const { events } = hearing();
    events(
      0,
      created(
        pod({ name: 'w', agent: 'worker', owner: { ...owner, kind: 'Deployment', name: 'worker' } }),
        'x',
      ),
    );
    const patch = { verb: 'patch', resource: 'deployments', name: 'worker', subresource };
    expect(events(1, audit({ user: 'ada', ...patch } as never))).toMatchObject([
      {
        ...{
          type: 'launcher.configured',
          fleet: 'crew',
          agents: ['worker'],
          controller: 'controller:deployment/worker',
        },
        by: { kind: 'person', id: 'ada' },
      },
    ]);
  });

  it('is known by the labels of its template before it has any pod', () => {
    const response = {
      metadata: { name: 'again', namespace: 'crew' },
      spec: {
        jobTemplate: { spec: { template: { metadata: { labels: { 'mortsafe.dev/agent': 'worker' } } } } },
      },
    };
    const request = { user: 'ada', verb: 'create', resource: 'cronjobs', name: 'again', response };
    expect(hearing().events(0, audit(request))).toMatchObject([
      { agents: ['worker'], controller: 'controller:cronjob/again' },
    ]);
  });
});

describe('the end of a pod', () => {
  it('is told when the kubelet takes it away, and names who had asked for it', () => {
    const { events } = hearing();
    events(0, created(worker, 'ada'));
    expect(events(1, audit({ user: 'ada', verb: 'delete', name: 'worker-1' }))).toEqual([]);
    const end = audit({ user: KUBELET, verb: 'delete', name: 'worker-1', seconds: 20 });
    expect(events(20, end, { ...end, auditID: 'another' })).toMatchObject([
      {
        type: 'agent.stopped',
        instance: 'worker-1',
        reason: 'killed',
        stoppedBy: { kind: 'person', id: 'ada' },
      },
    ]);
  });

  it.each([
    ['by force', { user: 'ada', verb: 'delete', request: { gracePeriodSeconds: 0 } }, { reason: 'killed' }],
    ['by its node, for a reason that was not heard', { user: KUBELET, verb: 'delete' }, { reason: 'killed' }],
  ])('is told at once %s', (_how, request, told) => {
    const { events } = hearing();
    events(0, created(worker, 'ada'));
    expect(events(1, audit({ ...request, name: 'worker-1' }))).toMatchObject([told]);
  });

  it.each([
    ['an eviction', { user: 'ada', verb: 'create', subresource: 'eviction' }, 'evicted'],
    ['a smaller size', { user: builtIn('replicaset-controller'), verb: 'delete' }, 'scaled-in'],
  ])('knows %s', (_what, request, reason) => {
    const { events } = hearing();
    events(0, created(worker, 'ada'), audit({ ...request, name: 'worker-1' }));
    expect(events(1, audit({ user: KUBELET, verb: 'delete', name: 'worker-1' }))).toMatchObject([{ reason }]);
  });

  it.each(['delete', 'create'])('is a person’s, whoever asks once more (%s)', (verb) => {
    const { events } = hearing();
    const again = { verb, ...(verb === 'create' && { subresource: 'eviction' }), name: 'worker-1' };
    events(0, created(worker, 'ada'), audit({ user: 'ada', verb: 'delete', name: 'worker-1' }));
    events(1, audit({ user: SERVICE_ACCOUNT, ...again }));
    const gone = audit({ user: KUBELET, verb: 'delete', name: 'worker-1' });
    expect(events(2, gone)).toMatchObject([{ reason: 'killed', stoppedBy: { kind: 'person', id: 'ada' } }]);
    events(3, created(pod({ name: 'worker-1', uid: 'next', agent: 'worker' }), 'ada'));
    events(4, audit({ user: SERVICE_ACCOUNT, verb: 'delete', name: 'worker-1' }));
    expect(events(5, { ...gone, auditID: 'next' })).toMatchObject([{ stoppedBy: { kind: 'agent' } }]);
  });

  it('knows nobody where that was not heard', () => {
    const { events } = hearing();
    events(0, created(worker, 'ada'));
    const [event] = events(1, audit({ user: KUBELET, verb: 'delete', name: 'worker-1' }));
    expect(event).not.toHaveProperty('stoppedBy');
  });
});

describe('what policy watches', () => {
  const policy = `sensors:
  watched:
    - { object: "configmaps/crew/stop-*", control: kill-switch, agent: "{value}" }
    - { file: "/models/*", state: weights }`;

  it('is found when somebody changes a kill switch, and weakened when it is deleted', () => {
    const request = { user: 'ada', resource: 'configmaps', name: 'stop-worker' };
    const heard = hearing(policy).events(
      0,
      audit({ ...request, verb: 'patch' }),
      audit({ ...request, verb: 'delete' }),
    );
    expect(heard).toMatchObject([
      {
        ...{
          type: 'control.modified',
          control: 'kill-switch',
          fleet: 'crew',
          agent: 'worker',
          effect: 'unknown',
        },
        resource: 'configmaps/crew/stop-worker',
      },
      { effect: 'weakens' },
    ]);
  });

  it('is found when somebody copies it out of a pod', () => {
    const { events } = hearing(policy);
    events(0, created(worker, 'ada'), created(planner, 'ada'));
    const uri =
      '/api/v1/namespaces/crew/pods/worker-1/exec?command=tar&command=cf&command=-&command=%2Fmodels';
    const request = {
      verb: 'get',
      subresource: 'exec',
      name: 'worker-1',
      code: 101,
      uri,
      fromPod: 'planner-1',
    };
    expect(events(1, audit({ user: SERVICE_ACCOUNT, ...request }))).toMatchObject([
      {
        ...{
          type: 'state.copied',
          agent: 'worker',
          state: 'weights',
          destination: `exec:${SERVICE_ACCOUNT}`,
        },
        by: { kind: 'agent', id: 'planner' },
      },
    ]);
  });
});

describe('what the audit log has besides', () => {
  it.each([
    [
      'is not yet answered',
      { verb: 'create', stage: 'RequestReceived' },
      'a request that is not yet answered',
    ],
    ['was refused', { verb: 'create', code: 403 }, 'the API server refused the request'],
    ['only reads', { verb: 'list' }, 'the request only reads'],
    [
      'is a dry run',
      { verb: 'create', uri: '/api/v1/namespaces/crew/pods?dryRun=All' },
      'a dry run changes nothing',
    ],
    [
      'is of no agent',
      { verb: 'create', response: pod({ name: 'web-1' }) },
      'a pod of no agent that is known',
    ],
    ['launches nothing', { verb: 'create', resource: 'secrets' }, 'a resource that launches no agent'],
  ])('is left out with its reason where it %s', (_what, request, reason) => {
    expect(hearing().hear(0, audit({ user: 'ada', name: 'x', ...request }))).toEqual({
      ...{ events: [], rejections: [], drops: [reason] },
    });
  });

  it.each(['verb', 'user', 'auditID'])('is rejected without %s', (field) => {
    const { rejections } = hearing().hear(0, { ...audit({ user: 'ada', verb: 'create' }), [field]: null });
    expect(rejections[0]?.reason).toMatch(/is missing$/);
  });
});
