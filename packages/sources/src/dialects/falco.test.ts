import { describe, expect, it } from 'vitest';
import { at, hearing } from './sensors/sensors.fixture.ts';

let alerts = 0;

/** As Falcosidekick posts them, by its `FalcoPayload`; fields by Falco's list of supported ones. */
const alert = (output_fields: object, tags: string[] = []) => ({
  uuid: `alert-${++alerts}`,
  output: 'whatever',
  ...{ priority: 'Notice', rule: 'somebody’s', time: at(0), source: 'syscall', hostname: 'node-1' },
  ...{ tags, output_fields },
});
const inPod = {
  'k8s.ns.name': 'crew',
  'k8s.pod.name': 'planner-1',
  'k8s.pod.uid': 'uid-planner-1',
  'k8s.pod.label[mortsafe.dev/agent]': 'planner',
  'container.id': 'ab12cd34ef56',
};
const policy = `sensors:
  watched:
    - { file: "/run/stop/*", control: kill-switch, agent: "{value}" }
    - { file: "/models/*", state: weights, readers: ["/usr/bin/python3"] }`;

describe('an alert of Falco about a process', () => {
  it('starts the agent that its environment names, launched by the agent of an ancestor', () => {
    const fields = {
      ...{ 'container.id': 'host', 'proc.exepath': '/usr/bin/node' },
      ...{ 'proc.env[MORTSAFE_AGENT]': 'worker', 'proc.env[MORTSAFE_FLEET]': 'crew' },
      ...{ 'proc.env[MORTSAFE_INSTANCE]': 'worker-9', 'proc.aenv[MORTSAFE_AGENT]': 'planner' },
    };
    expect(hearing().events(0, alert(fields, ['mortsafe_start']))).toMatchObject([
      {
        ...{ type: 'agent.started', agent: 'worker', instance: 'worker-9', fleet: 'crew', host: 'node-1' },
        launchedBy: { kind: 'agent', id: 'planner' },
      },
    ]);
  });

  it('believes the pod that it is in about its launcher, before any environment', () => {
    const fields = {
      ...inPod,
      'proc.env[MORTSAFE_AGENT]': 'worker',
      'proc.env[MORTSAFE_INSTANCE]': 'worker-9',
      'proc.aenv[MORTSAFE_AGENT]': 'somebody-else',
    };
    expect(hearing().events(0, alert(fields, ['mortsafe_start']))).toMatchObject([
      { agent: 'worker', fleet: 'crew', launchedBy: { id: 'planner' } },
    ]);
  });

  it.each([
    ['SIGKILL', '0', 'killed'],
    ['SIGTERM', '0', 'killed'],
    ['SIGSEGV', '0', 'crashed'],
    ['0', '1', 'crashed'],
    ['<NA>', '0', 'completed'],
    [9, 0, 'killed'],
    [11, 0, 'crashed'],
    [0, 1, 'crashed'],
    [0, 0, 'completed'],
  ])('ends it (signal %s, code %s)', (signal, code, reason) => {
    const fields = { ...inPod, 'evt.arg.sig': signal, 'evt.arg.ret': code };
    expect(hearing().events(0, alert(fields, ['mortsafe_exit']))).toMatchObject([
      { agent: 'planner', reason },
    ]);
  });
});

describe('an alert of Falco about a file', () => {
  const touch = (path: string, fields: object) =>
    alert({ ...inPod, 'fd.name': path, 'proc.exepath': '/usr/bin/python3', ...fields });

  it('finds a change to what policy calls a kill switch, and its removal', () => {
    const heard = hearing(policy).events(
      0,
      touch('/run/stop/worker', { 'evt.type': 'openat', 'evt.is_open_write': true }),
      touch('/run/stop/worker', { 'evt.type': 'unlinkat' }),
    );
    expect(heard).toMatchObject([
      {
        ...{ type: 'control.modified', agent: 'worker', control: 'kill-switch', effect: 'unknown' },
        ...{ by: { kind: 'agent', id: 'planner' }, resource: '/run/stop/worker', fleet: 'crew' },
      },
      { effect: 'weakens' },
    ]);
  });

  it('finds a copy of what policy calls state, unless its own agent reads it to work with', () => {
    const opened = { 'evt.type': 'openat', 'evt.is_open_write': false };
    const own = touch('/models/weights.bin', opened);
    expect(hearing(policy).hear(0, own).drops).toEqual([
      'a watched state, read by its own agent as policy says',
    ]);
    const copied = touch('/models/weights.bin', { ...opened, 'proc.exepath': '/usr/bin/scp' });
    expect(hearing(policy).events(0, copied)).toMatchObject([
      { type: 'state.copied', agent: 'planner', state: 'weights', destination: 'program:/usr/bin/scp' },
    ]);
  });

  it.each([
    ['nobody watches it', { 'fd.name': '/tmp/x', 'evt.type': 'unlink' }, 'a file that nobody watches'],
    [
      'it was only read',
      { 'fd.name': '/run/stop/worker', 'evt.type': 'open' },
      'a watched control that was only read',
    ],
    [
      'no agent did it',
      {
        'fd.name': '/run/stop/x',
        'evt.type': 'unlink',
        'k8s.pod.name': '<NA>',
        'k8s.pod.uid': '<NA>',
        'container.id': 'host',
      },
      'a watched file, touched by no agent that is known',
    ],
    [
      'it says not how',
      { 'fd.name': '/run/stop/x', 'evt.type': 'connect' },
      'an alert that does not say whether a file was read or written',
    ],
    ['there is none', {}, 'an alert that has no tag of ours and names no file'],
  ])('is left out where %s', (_why, fields, reason) => {
    expect(hearing(policy).hear(0, alert({ ...inPod, ...fields })).drops).toEqual([reason]);
  });

  it('is rejected where it is no alert', () => {
    expect(hearing().hear(0, { rule: 'x', output_fields: {} }).rejections).toMatchObject([
      { reason: 'priority is missing' },
    ]);
  });
});
