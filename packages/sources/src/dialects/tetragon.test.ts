import { describe, expect, it } from 'vitest';
import { at, hearing } from './sensors/sensors.fixture.ts';

/** As Tetragon exports them, by its `events.proto` and the samples in its documentation. */
const pod = (agent: string, pid?: number) => ({
  ...{ namespace: 'crew', name: `${agent}-1`, uid: `uid-${agent}` },
  container: { id: 'containerd://1', name: 'main', image: { id: 'i', name: 'agent:1' }, ...(pid && { pid }) },
  pod_labels: { 'mortsafe.dev/agent': agent },
});

const process = (exec_id: string, fields: object = {}) => ({
  ...{ exec_id, pid: 100, uid: 0, binary: '/usr/bin/node', arguments: 'agent.js', start_time: at(0) },
  ...fields,
});
const marked = (agent: string, instance: string) => ({
  environment_variables: [
    { Key: 'MORTSAFE_AGENT', Value: agent },
    { Key: 'MORTSAFE_FLEET', Value: 'crew' },
    { Key: 'MORTSAFE_INSTANCE', Value: instance },
  ],
});
const event = (kind: string, body: object, seconds = 0) => ({
  [kind]: body,
  ...{ node_name: 'node-1', time: at(seconds) },
});
const executed = (...given: Parameters<typeof process>) =>
  event('process_exec', { process: process(...given) });
const exited = (exec_id: string, body: object) =>
  event('process_exit', { process: process(exec_id), ...body });

describe('a process that Tetragon sees', () => {
  it('starts an agent by the marker of its launch, and its launcher is whose child it is', () => {
    const { events } = hearing();
    const heard = events(
      0,
      executed('e1', marked('planner', 'planner-1')),
      executed('e2', { parent_exec_id: 'e1', binary: '/bin/sh' }),
      executed('e3', { parent_exec_id: 'e2', ...marked('worker', 'worker-1') }),
    );
    expect(heard).toMatchObject([
      { type: 'agent.started', agent: 'planner', instance: 'planner-1', host: 'node-1' },
      { type: 'agent.activity', agent: 'planner', operation: 'process_exec', tool: '/bin/sh' },
      {
        ...{ type: 'agent.started', agent: 'worker', instance: 'worker-1' },
        launchedBy: { kind: 'agent', id: 'planner', instance: 'planner-1' },
      },
    ]);
    expect(heard[0]).not.toHaveProperty('launchedBy');
  });

  it('has a launcher that is not known where its parent was not seen', () => {
    const [start] = hearing().events(
      0,
      executed('e3', { parent_exec_id: 'unseen', ...marked('worker', 'w') }),
    );
    expect(start).not.toHaveProperty('launchedBy');
  });

  it('starts the agent of a pod as the first of its container, and only what that starts is its doing', () => {
    const { hear } = hearing();
    const { events, drops } = hear(
      0,
      executed('e1', { pod: pod('worker', 1) }),
      executed('e2', {
        parent_exec_id: 'e1',
        pod: pod('worker', 17),
        in_init_tree: true,
        binary: '/bin/curl',
      }),
      executed('e3', {
        parent_exec_id: 'runc',
        pod: pod('worker', 18),
        in_init_tree: false,
        binary: '/bin/probe',
      }),
    );
    expect(events).toMatchObject([
      { type: 'agent.started', agent: 'worker', instance: 'worker-1', fleet: 'crew' },
      { type: 'agent.activity', tool: '/bin/curl' },
    ]);
    expect(drops).toEqual(['a process in a container that came from outside']);
  });

  it.each([
    [{ signal: 'SIGKILL' }, 'killed'],
    [{ signal: 'SIGSEGV' }, 'crashed'],
    [{ status: 1 }, 'crashed'],
    [{}, 'completed'],
  ])('ends its agent (%j)', (how, reason) => {
    const { hear } = hearing();
    hear(0, executed('e1', marked('worker', 'w-1')), executed('e2', { parent_exec_id: 'e1' }));
    const { events, drops } = hear(1, exited('e2', {}), exited('e1', how));
    expect(events).toMatchObject([{ type: 'agent.stopped', agent: 'worker', instance: 'w-1', reason }]);
    expect(drops).toEqual(['the end of a process that is no agent by itself']);
  });
});

describe('a file that Tetragon sees touched', () => {
  const policy = `sensors:
  watched:
    - { file: "/run/stop/*", control: kill-switch, agent: "{value}" }
    - { file: "/models/*", state: weights }`;
  const called = (function_name: string, path: string, int_arg?: number) =>
    event('process_kprobe', {
      process: process('e9', { pod: pod('planner', 9), binary: '/usr/bin/cat' }),
      function_name,
      args: [{ file_arg: { path } }, ...(int_arg === undefined ? [] : [{ int_arg }])],
    });

  it.each([
    ['security_file_permission', 2, 'unknown'],
    ['__x64_sys_write', undefined, 'unknown'],
    ['security_path_unlink', undefined, 'weakens'],
  ])('is a control changed by %s', (call, mask, effect) => {
    expect(hearing(policy).events(0, called(call, '/run/stop/worker', mask))).toMatchObject([
      { type: 'control.modified', agent: 'worker', by: { kind: 'agent', id: 'planner' }, effect },
    ]);
  });

  it.each([
    ['security_file_permission', 4],
    ['__x64_sys_read', undefined],
  ])('is state copied by %s', (call, mask) => {
    expect(hearing(policy).events(0, called(call, 'models/w.bin', mask))).toMatchObject([
      { type: 'state.copied', agent: 'planner', state: 'weights', destination: 'program:/usr/bin/cat' },
    ]);
  });

  it('is left out with a reason, or rejected', () => {
    const { drops, rejections } = hearing(policy).hear(
      0,
      called('tcp_connect', '/run/stop/worker'),
      event('process_kprobe', { process: process('e9'), args: [] }),
      event('process_loader', { process: process('e9') }),
      event('process_exec', { process: {} }),
    );
    expect(drops).toEqual([
      'a call that does not say whether a file was read or written',
      'a call that names no file',
      'an event of Tetragon about something else than starts, ends and files',
    ]);
    expect(rejections).toMatchObject([{ reason: 'process_exec.process.exec_id is missing' }]);
  });
});
