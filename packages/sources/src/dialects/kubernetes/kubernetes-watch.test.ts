import { describe, expect, it } from 'vitest';
import { at, hearing } from '../sensors/sensors.fixture.ts';
import { audit, builtIn, change, pod, running, terminated } from './kubernetes.fixture.ts';

const named = { name: 'worker-1', agent: 'worker' };
const runs = pod({ ...named, status: running(2) });

describe('a pod that is watched', () => {
  it('starts its agent once its container runs, and shows it alive after that', () => {
    const { events } = hearing();
    expect(events(1, change('ADDED', pod(named)))).toEqual([]);
    expect(events(3, change('MODIFIED', runs))).toMatchObject([
      {
        type: 'agent.started',
        agent: 'worker',
        instance: 'worker-1',
        host: 'node-1',
        time: Date.parse(at(2)),
      },
    ]);
    const later = pod({ ...named, created: 9, status: running(2) });
    expect(events(4, change('MODIFIED', later))).toMatchObject([
      { type: 'agent.activity', operation: 'container' },
    ]);
  });

  it('says nothing of a start that is old, for a watch that begins anew tells of everything', () => {
    expect(hearing().events(600, change('ADDED', runs))).toMatchObject([{ type: 'agent.activity' }]);
  });

  it('does not say who launched it by what the pod says of itself', () => {
    const owner = { kind: 'ReplicaSet', name: 'worker-7d9', uid: 'rs-1' };
    const owned = pod({ ...named, owner, labels: { 'pod-template-hash': '7d9' }, status: running(2) });
    expect(hearing().events(3, change('ADDED', owned))[0]).not.toHaveProperty('launchedBy');
    expect(
      hearing('sensors: { trustOwnerReferences: true }').events(3, change('ADDED', owned)),
    ).toMatchObject([{ launchedBy: { kind: 'controller', id: 'deployment/worker' } }]);
  });

  it('is launched by whom the audit log has seen create it, where that log has no bodies', () => {
    const { events } = hearing();
    expect(events(0, audit({ user: 'ada', verb: 'create', name: 'worker-1' }))).toEqual([]);
    expect(events(3, change('ADDED', runs))).toMatchObject([{ launchedBy: { kind: 'person', id: 'ada' } }]);
    // Another of that name was created by nobody that was heard.
    const [second] = events(4, change('ADDED', pod({ ...named, uid: 'second', status: running(2) })));
    expect(second).not.toHaveProperty('launchedBy');
  });

  it('is not told to start twice, where the audit log told it', () => {
    const { events } = hearing();
    events(
      0,
      audit({ user: 'ada', verb: 'create', name: 'worker-1', response: pod({ ...named, uid: 'u' }) }),
    );
    expect(events(3, change('MODIFIED', pod({ ...named, uid: 'u', status: running(2) })))).toMatchObject([
      { type: 'agent.activity' },
    ]);
  });

  it('is started anew by its kubelet, after its end', () => {
    const { events } = hearing();
    events(3, change('ADDED', runs));
    const lastState = { terminated: { exitCode: 1, finishedAt: at(100) } };
    const again = pod({ ...named, status: running(101, 1, lastState) });
    expect(events(102, change('MODIFIED', again))).toMatchObject([
      { type: 'agent.stopped', reason: 'crashed', time: Date.parse(at(100)) },
      {
        ...{ type: 'agent.started', reason: 'relaunch', time: Date.parse(at(101)) },
        launchedBy: { kind: 'controller', id: 'kubelet/node-1' },
      },
    ]);
  });

  it.each([
    ['by itself', terminated(50, 0), 'completed'],
    ['with an error', terminated(50, 2), 'crashed'],
    ['by a signal', terminated(50, 137), 'killed'],
    [
      'for want of memory',
      { state: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: at(50) } } },
      'crashed',
    ],
    [
      'before it waits to be started anew',
      { state: { waiting: {} }, lastState: terminated(50, 1).state },
      'crashed',
    ],
  ])('ends %s', (_how, status, reason) => {
    const { events } = hearing();
    const ended = pod({ ...named, status });
    expect(events(51, change('MODIFIED', ended), change('MODIFIED', ended))).toMatchObject([
      { type: 'agent.stopped', reason },
    ]);
  });

  it('ends when it is gone, by whoever had asked for it', () => {
    const { events } = hearing();
    events(3, change('ADDED', runs), audit({ user: 'ada', verb: 'delete', name: 'worker-1' }));
    expect(events(9, change('DELETED', pod({ ...named, status: running(2), deleting: true })))).toMatchObject(
      [{ type: 'agent.stopped', reason: 'killed', stoppedBy: { kind: 'person', id: 'ada' } }],
    );
  });

  it('is evicted where its status says so', () => {
    const gone = { ...pod({ ...named, deleting: true }), status: { reason: 'Evicted' } };
    const { events } = hearing();
    events(1, audit({ user: builtIn('node-controller'), verb: 'delete', name: 'worker-1' }));
    expect(events(2, change('DELETED', gone))).toMatchObject([{ reason: 'evicted' }]);
  });

  it('stays who it was, whatever becomes of its labels', () => {
    const { events } = hearing();
    events(3, change('ADDED', runs));
    const hidden = pod({ name: 'worker-1', status: terminated(50, 0) });
    expect(events(51, change('MODIFIED', hidden))).toMatchObject([{ agent: 'worker' }]);
  });
});

describe('which agent a pod is', () => {
  const env = [
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'mortsafe.agent=worker,service.instance.id=$(POD)' },
    { name: 'MORTSAFE_FLEET', value: 'research' },
  ];
  const policy = `
fleets:
  - identity: [{ attribute: k8s.deployment.name, matches: "crew-*", agent: "{value}" }]
sensors:
  fleets: [{ attribute: k8s.namespace.name, matches: "cr*", fleet: "all-{value}" }]`;

  it('follows from the environment of its container', () => {
    const { events } = hearing();
    expect(events(3, change('ADDED', pod({ name: 'p', env, status: running(2) })))).toMatchObject([
      { agent: 'worker', instance: 'uid-p', fleet: 'research' },
    ]);
  });

  it('follows from the names that policy maps', () => {
    const owner = { kind: 'ReplicaSet', name: 'crew-scout-5f', uid: 'r' };
    const labels = { 'pod-template-hash': '5f' };
    const { events } = hearing(policy);
    expect(events(3, change('ADDED', pod({ name: 'p', owner, labels, status: running(2) })))).toMatchObject([
      { agent: 'crew-scout', instance: 'p', fleet: 'all-crew' },
    ]);
  });

  it('is nobody where nothing says that it is one', () => {
    expect(hearing().hear(3, change('ADDED', pod({ name: 'p', status: running(2) }))).drops).toEqual([
      'a pod of no agent that is known',
    ]);
  });
});

describe('what a watch has besides', () => {
  it('is left out with its reason', () => {
    const { drops } = hearing().hear(
      0,
      change('BOOKMARK', { kind: 'Pod' }),
      change('ERROR', { kind: 'Status' }),
      change('ADDED', { kind: 'Service', metadata: {} }),
    );
    expect(drops).toHaveLength(3);
  });

  it('is rejected where it is broken', () => {
    const { rejections } = hearing().hear(0, change('ADDED', { kind: 'Pod', metadata: {} }));
    expect(rejections).toMatchObject([
      { reason: 'object.metadata has no name or no namespace', position: 'p#0' },
    ]);
  });
});
