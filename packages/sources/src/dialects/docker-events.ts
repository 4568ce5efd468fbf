import type { Decoded } from '../source.ts';
import { judge } from './judge.ts';
import { at, numberAt, textAt, textsAt } from './sensors/json.ts';
import { type Announced, announcedOf, type Workload } from './sensors/known.ts';
import { drop, reject, type SensorContext, type SensorDialect } from './sensors/sensor-dialect.ts';
import { workloadOf } from './sensors/workload.ts';

/** Containers know themselves by as much of their id: it is their host name. */
const SHORT_ID_CHARS = 12;
const HEX_ID = /^[0-9a-f]{12,64}$/;
const NANOSECONDS_A_MS = 1e6;
/** 128 and the number of the signal. */
const SIGNALLED: ReadonlySet<string | undefined> = new Set(['137', '143']);

/**
 * Events of the Docker Engine, as its API and `docker events --format '{{json .}}'` give them: when containers start
 * and die. Docker does not say who asked for it, so neither do we.
 */
export const dockerEvents: SensorDialect = {
  name: 'docker-events',
  matches: (record) => textAt(record, 'Type') !== undefined && textAt(record, 'Action') !== undefined,
  timeOf,
  decode(record, context) {
    if (textAt(record, 'Type') !== 'container') return drop('an event of Docker about no container');
    const id = textAt(record, 'Actor', 'ID');
    if (id === undefined || !HEX_ID.test(id)) return reject('Actor.ID is no id of a container');
    const action = textAt(record, 'Action') ?? '';
    const workload = context.known.processes.get(id) ?? agentIn(record, id, context);
    if (!workload) return drop('a container of no agent that is known');
    context.known.processes.set(id, workload);
    // As other sensors call it.
    context.known.processes.set(id.slice(0, SHORT_ID_CHARS), workload);
    return happened(action, { record, id, workload }, context);
  },
};

interface Container {
  record: object;
  id: string;
  workload: Workload;
}

function happened(action: string, { record, id, workload }: Container, context: SensorContext): Decoded[] {
  const { announced } = context.known;
  const time = timeOf(record);
  const timeMs = time ?? context.observedTime;
  const about = {
    id: `docker/${id.slice(0, 64)}/${action}/${String(at(record, 'timeNano') ?? time)}`.slice(0, 256),
    ...{ time, ...workload },
  };
  if (action === 'kill') {
    announced.set(id, { what: 'kill', timeMs });
    return drop('a signal for a container; its end is told when it ends');
  }
  if (action === 'oom') {
    announced.set(id, { what: 'out of memory', timeMs });
    return drop('a container that is out of memory; its end is told when it ends');
  }
  if (action === 'start') return [judge({ ...about, type: 'agent.started' }, context)];
  if (action === 'die') {
    const reason = reasonOf(
      textAt(record, 'Actor', 'Attributes', 'exitCode'),
      announcedOf(context.known, id, timeMs),
    );
    return [judge({ ...about, type: 'agent.stopped', reason }, context)];
  }
  if (action.startsWith('health_status:') || action === 'unpause')
    return [judge({ ...about, type: 'agent.activity', operation: 'container' }, context)];
  return drop('an action on a container that tells of no start or end');
}

function reasonOf(exitCode: string | undefined, announced: Announced['what'] | undefined): string {
  if (announced === 'out of memory') return 'crashed';
  if (announced === 'kill') return 'killed';
  if (exitCode === '0') return 'completed';
  return SIGNALLED.has(exitCode) ? 'killed' : 'crashed';
}

/** Docker puts labels among other things that it says of a container. */
function agentIn(record: object, id: string, context: SensorContext): Workload | undefined {
  const attributes = textsAt(record, 'Actor', 'Attributes');
  const found = workloadOf(
    {
      attributes: {
        'container.id': id,
        'container.name': textAt(record, 'Actor', 'Attributes', 'name'),
        'container.image.name': textAt(record, 'Actor', 'Attributes', 'image'),
      },
      labels: attributes,
      prefix: 'container',
      namespace: textAt(record, 'Actor', 'Attributes', 'com.docker.compose.project'),
    },
    context,
  );
  return found && { ...found, instance: found.instance ?? id.slice(0, SHORT_ID_CHARS) };
}

function timeOf(record: object): number | undefined {
  const nanoseconds = numberAt(record, 'timeNano');
  if (nanoseconds !== undefined) return Math.trunc(nanoseconds / NANOSECONDS_A_MS);
  const seconds = numberAt(record, 'time');
  return seconds === undefined ? undefined : seconds * 1_000;
}
