import type { Principal } from '@mortsafe/agent-events';
import type { Decoded } from '../source.ts';
import { judge } from './judge.ts';
import { at, isObject, listAt, numberAt, textAt, textsAt } from './sensors/json.ts';
import { podIn, type Workload } from './sensors/known.ts';
import { drop, reject, type SensorContext, type SensorDialect } from './sensors/sensor-dialect.ts';
import { touchedFile } from './sensors/touched-file.ts';
import { workloadOf } from './sensors/workload.ts';

const KINDS = ['process_exec', 'process_exit', 'process_kprobe', 'process_lsm'] as const;
type Kind = (typeof KINDS)[number];

const REMOVING = /unlink|rename|rmdir/;
const WRITING = /unlink|rename|rmdir|write|truncate|chmod|chown|setattr|mknod|link/;
const READING = /read|open/;
/** Of `security_file_permission`. */
const MAY_WRITE = 2;
const MAY_READ = 4;
/** Set for the one launch it is for: what the launched process starts has it no more. */
const LAUNCH_MARKER = 'MORTSAFE_INSTANCE';

/**
 * Events of Tetragon, as it exports them: processes that start and end, with their parents, and files they touch. A
 * process is whoever's child it is, unless it is a container's first or carries the marker of a launch.
 */
export const tetragon: SensorDialect = {
  name: 'tetragon',
  matches: (record) => kindOf(record) !== undefined || /^process_/.test(Object.keys(record)[0] ?? ''),
  timeOf: (record) => at(record, 'time'),
  decode(record, context) {
    const kind = kindOf(record);
    if (kind === undefined)
      return drop('an event of Tetragon about something else than starts, ends and files');
    const body = at(record, kind);
    const id = textAt(body, 'process', 'exec_id');
    if (id === undefined) return reject(`${kind}.process.exec_id is missing`);
    const seen = { kind, body, id, time: at(record, 'time'), host: textAt(record, 'node_name') };
    if (kind === 'process_exec') return executed(seen, context);
    return kind === 'process_exit' ? exited(seen, context) : touched(seen, context);
  },
};

const kindOf = (record: object): Kind | undefined => KINDS.find((kind) => isObject(at(record, kind)));

interface Seen {
  kind: Kind;
  body: unknown;
  id: string;
  time: unknown;
  host: string | undefined;
}

/** The agent whose pod a process is in. */
function inPod(task: unknown, context: SensorContext): Workload | undefined {
  const pod = at(task, 'pod');
  const [namespace, name, uid] = [textAt(pod, 'namespace'), textAt(pod, 'name'), textAt(pod, 'uid')];
  if (namespace === undefined || name === undefined) return undefined;
  const known = podIn(context.known, uid, namespace, name);
  if (known) return { agent: known.agent, fleet: known.fleet, instance: known.instance };
  const kind = textAt(pod, 'workload_kind')?.toLowerCase();
  const found = workloadOf(
    {
      attributes: {
        'k8s.namespace.name': namespace,
        'k8s.pod.name': name,
        'k8s.pod.uid': uid,
        'k8s.container.name': textAt(pod, 'container', 'name'),
        'container.image.name': textAt(pod, 'container', 'image', 'name'),
        ...(kind !== undefined && { [`k8s.${kind}.name`]: textAt(pod, 'workload') }),
      },
      labels: textsAt(pod, 'pod_labels'),
      annotations: textsAt(pod, 'pod_annotations'),
      prefix: 'k8s.pod',
      namespace,
    },
    context,
  );
  return found && { ...found, instance: found.instance ?? name };
}

/** The agent that a process was launched as, by the marker of its launch. */
function launchedAs(task: unknown, { host }: Seen, context: SensorContext): Workload | undefined {
  const env = listAt(task, 'environment_variables').flatMap((variable): [string, string][] => {
    const name = textAt(variable, 'key') ?? textAt(variable, 'Key');
    const value = textAt(variable, 'value') ?? textAt(variable, 'Value');
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  if (!env.some(([name]) => name === LAUNCH_MARKER)) return undefined;
  const attributes = { 'process.executable.path': textAt(task, 'binary'), 'host.name': host };
  const namespace = textAt(task, 'pod', 'namespace');
  return workloadOf({ attributes, env, prefix: 'process', namespace }, context);
}

const parentOf = (body: unknown): string | undefined =>
  textAt(body, 'process', 'parent_exec_id') ?? textAt(body, 'parent', 'exec_id');

const isFirstOfContainer = (task: unknown): boolean => numberAt(task, 'pod', 'container', 'pid') === 1;

function executed(seen: Seen, context: SensorContext): Decoded[] {
  const { body, id, time, host } = seen;
  const { processes, started } = context.known;
  const task = at(body, 'process');
  const parent = parentOf(body);
  const around = inPod(task, context);
  const inherited = (parent === undefined ? undefined : processes.get(parent)) ?? around;
  const launched = launchedAs(task, seen, context) ?? (isFirstOfContainer(task) ? around : undefined);
  const self = launched ?? inherited;
  if (!self) return drop('a process of no agent that is known');
  processes.set(id, self);
  const about = { time, host, ...self };
  if (launched) {
    started.set(id, true);
    const by = inherited && inherited.agent !== launched.agent ? inherited : undefined;
    const launchedBy = by && asPrincipal(by);
    return [judge({ ...about, type: 'agent.started', id: idOf(seen), launchedBy }, context)];
  }
  // Probes and people run things in a container, too; what its first process started is its own doing.
  const isOwnDoing = at(task, 'in_init_tree') ?? isObject(at(body, 'parent', 'pod'));
  if (around && isOwnDoing !== true) return drop('a process in a container that came from outside');
  const tool = textAt(task, 'binary')?.slice(-256);
  return [
    judge({ ...about, type: 'agent.activity', id: idOf(seen), operation: 'process_exec', tool }, context),
  ];
}

function exited(seen: Seen, context: SensorContext): Decoded[] {
  const { body, id, time, host } = seen;
  const { processes, started } = context.known;
  const task = at(body, 'process');
  const self = processes.take(id) ?? inPod(task, context);
  const isOne = started.take(id) ?? isFirstOfContainer(task);
  if (!self || !isOne) return drop('the end of a process that is no agent by itself');
  const reason = reasonOf(body);
  return [judge({ time, host, ...self, type: 'agent.stopped', id: idOf(seen), reason }, context)];
}

function reasonOf(body: unknown): string {
  const signal = textAt(body, 'signal');
  if (signal === 'SIGKILL' || signal === 'SIGTERM') return 'killed';
  return signal !== undefined || numberAt(body, 'status') ? 'crashed' : 'completed';
}

function touched(seen: Seen, context: SensorContext): Decoded[] {
  const { body, id, time, host } = seen;
  const task = at(body, 'process');
  const args = listAt(body, 'args');
  const path = args
    .map((arg) => textAt(arg, 'file_arg', 'path') ?? textAt(arg, 'path_arg', 'path'))
    .find(Boolean);
  if (path === undefined) return drop('a call that names no file');
  const call = textAt(body, 'function_name') ?? '';
  const mask = args.map((arg) => numberAt(arg, 'int_arg')).find((each) => each !== undefined) ?? 0;
  const asks = /file_permission/.test(call);
  const wrote = asks ? (mask & MAY_WRITE) !== 0 : WRITING.test(call);
  const read = asks ? (mask & MAY_READ) !== 0 : READING.test(call);
  if (!wrote && !read) return drop('a call that does not say whether a file was read or written');
  const parent = parentOf(body);
  const actor =
    context.known.processes.get(id) ??
    (parent === undefined ? undefined : context.known.processes.get(parent)) ??
    inPod(task, context);
  return touchedFile(
    {
      ...{ id: undefined, time, host, wrote, actor },
      path: path.startsWith('/') ? path : `/${path}`,
      removed: REMOVING.test(call),
      program: textAt(task, 'binary') ?? 'unknown',
    },
    context,
  );
}

/** Exec ids are unique among all nodes; a process may execute more than once. */
const idOf = ({ kind, id, time }: Seen): string => `${kind}/${id}/${String(time)}`.slice(0, 256);

const asPrincipal = ({ agent, instance }: Workload): Principal => ({
  kind: 'agent',
  id: agent,
  ...(instance !== undefined && { instance }),
});
