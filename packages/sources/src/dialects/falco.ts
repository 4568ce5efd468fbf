import type { Principal } from '@mortsafe/agent-events';
import type { Decoded } from '../source.ts';
import { judge } from './judge.ts';
import { at, isObject, listAt, numberAt, textAt, textsAt } from './sensors/json.ts';
import { podIn, type Workload } from './sensors/known.ts';
import { drop, reject, type SensorContext, type SensorDialect } from './sensors/sensor-dialect.ts';
import { touchedFile } from './sensors/touched-file.ts';
import { workloadOf } from './sensors/workload.ts';

/** Tags of rules that tell of agents' processes; `docs/sensors.md` has the rules. */
const START = 'mortsafe_start';
const EXIT = 'mortsafe_exit';
const INDEXED = /^(proc\.env|proc\.aenv|k8s\.pod\.label|container\.label)\[(.{1,253})\]$/;
const REMOVING = /^(?:unlink|rename|rmdir)/;
const WRITING =
  /^(?:unlink|rename|rmdir|p?write|truncate|ftruncate|chmod|fchmod|chown|fchown|link|symlink|mknod|creat)/;
const OPENING = /^open/;
/** Falco's word for a field that has no value. */
const NO_VALUE = '<NA>';
const KILLING: ReadonlySet<string | number | undefined> = new Set(['SIGKILL', 'SIGTERM', '9', '15', 9, 15]);
const NO_SIGNAL: ReadonlySet<string | number | undefined> = new Set([undefined, NO_VALUE, '0', 0]);

/**
 * Alerts of Falco, as it prints them with `json_output` and as Falcosidekick posts them. What a rule is called says
 * nothing here: its tags and its output fields do, so that rules may be anybody's.
 */
export const falco: SensorDialect = {
  name: 'falco',
  matches: (record) => textAt(record, 'rule') !== undefined && isObject(at(record, 'output_fields')),
  timeOf: (record) => at(record, 'time'),
  decode(record, context) {
    if (textAt(record, 'priority') === undefined) return reject('priority is missing');
    const tags = listAt(record, 'tags');
    const seen = readProcess(record, context);
    if (tags.includes(START)) return started(seen, context);
    if (tags.includes(EXIT)) return exited(seen, context);
    return touched(seen, context);
  },
};

interface Process {
  fields: unknown;
  about: { id: string | undefined; time: unknown; host: string | undefined };
  env: [string, string][];
  /** The agent that an ancestor is, by the environment it was started with. */
  ancestor: string | undefined;
  /** The agent in whose pod or container it is. */
  around: Workload | undefined;
}

function readProcess(record: object, context: SensorContext): Process {
  const fields = at(record, 'output_fields');
  const indexed = (wanted: string): [string, string][] =>
    textsAt(fields).flatMap(([name, text]) => {
      const [, field, index = ''] = INDEXED.exec(name) ?? [];
      return field === wanted && text !== '' && text !== NO_VALUE ? [[index, text] as [string, string]] : [];
    });
  const host = textAt(record, 'hostname') ?? textAt(fields, 'evt.hostname');
  const uuid = textAt(record, 'uuid');
  return {
    fields,
    about: {
      id: uuid === undefined ? undefined : `falco/${uuid}`.slice(0, 256),
      time: at(record, 'time'),
      host,
    },
    env: indexed('proc.env'),
    ancestor: indexed('proc.aenv').find(([name]) => name === 'MORTSAFE_AGENT')?.[1],
    around: around(fields, [...indexed('k8s.pod.label'), ...indexed('container.label')], context),
  };
}

/** What runs around the process, which the process does not choose. */
function around(fields: unknown, labels: [string, string][], context: SensorContext): Workload | undefined {
  const value = (name: string): string | undefined => {
    const text = textAt(fields, name);
    return text === NO_VALUE ? undefined : text;
  };
  const [namespace, pod, uid] = [value('k8s.ns.name'), value('k8s.pod.name'), value('k8s.pod.uid')];
  const container = value('container.id');
  const known =
    podIn(context.known, uid, namespace, pod) ??
    (container === undefined ? undefined : context.known.processes.get(container));
  if (known) return { agent: known.agent, fleet: known.fleet, instance: known.instance };
  if (pod === undefined && (container === undefined || container === 'host')) return undefined;
  const found = workloadOf(
    {
      attributes: {
        'k8s.namespace.name': namespace,
        'k8s.pod.name': pod,
        'k8s.pod.uid': uid,
        'container.id': container,
        'container.name': value('container.name'),
        'container.image.name': value('container.image.repository'),
      },
      labels,
      prefix: pod === undefined ? 'container' : 'k8s.pod',
      namespace,
    },
    context,
  );
  return found && { ...found, instance: found.instance ?? pod ?? container };
}

/** The agent that the process itself is: by the environment it was started with, else by what is around it. */
function own({ fields, env, around, about }: Process, context: SensorContext): Workload | undefined {
  const attributes = {
    'process.executable.path': textAt(fields, 'proc.exepath'),
    'process.executable.name': textAt(fields, 'proc.name'),
    'host.name': about.host,
  };
  return workloadOf({ attributes, env, prefix: 'process', namespace: around?.fleet }, context) ?? around;
}

function started(seen: Process, context: SensorContext): Decoded[] {
  const agent = own(seen, context);
  if (!agent) return drop('a process of no agent that is known');
  const by = seen.around && seen.around.agent !== agent.agent ? seen.around.agent : seen.ancestor;
  const launchedBy: Principal | undefined =
    by === undefined || by === agent.agent ? undefined : { kind: 'agent', id: by };
  return [judge({ ...seen.about, ...agent, type: 'agent.started', launchedBy }, context)];
}

function exited(seen: Process, context: SensorContext): Decoded[] {
  const agent = own(seen, context);
  if (!agent) return drop('a process of no agent that is known');
  return [judge({ ...seen.about, ...agent, type: 'agent.stopped', reason: reasonOf(seen) }, context)];
}

function reasonOf({ fields }: Process): string {
  // `evt.arg` tells a signal by its name, `evt.rawarg` by its number.
  const signal = textAt(fields, 'evt.arg.sig') ?? numberAt(fields, 'evt.arg.sig');
  if (KILLING.has(signal)) return 'killed';
  const code = numberAt(fields, 'evt.arg.ret');
  return code || !NO_SIGNAL.has(signal) ? 'crashed' : 'completed';
}

function touched(seen: Process, context: SensorContext): Decoded[] {
  const { fields, about } = seen;
  const path = textAt(fields, 'fs.path.name') ?? textAt(fields, 'fd.name');
  const call = textAt(fields, 'evt.type') ?? '';
  if (path === undefined) return drop('an alert that has no tag of ours and names no file');
  const opensToWrite = at(fields, 'evt.is_open_write') === true;
  const reads = OPENING.test(call) && !opensToWrite;
  const wrote = WRITING.test(call) || opensToWrite;
  if (!reads && !wrote) return drop('an alert that does not say whether a file was read or written');
  const program = textAt(fields, 'proc.exepath') ?? textAt(fields, 'proc.name') ?? 'unknown';
  const actor = seen.around ?? own(seen, context);
  return touchedFile({ ...about, path, wrote, removed: REMOVING.test(call), program, actor }, context);
}
