import type { Decoded } from '../source.ts';
import { judge } from './judge.ts';
import { at, numberAt, textAt } from './sensors/json.ts';
import { announcedOf, type Workload } from './sensors/known.ts';
import { drop, reject, type SensorContext, type SensorDialect } from './sensors/sensor-dialect.ts';
import { workloadOf } from './sensors/workload.ts';

/** Message ids of systemd's own catalogue. */
const STARTED = '39f53479d3a045ac8e11786248231fbf';
const PROCESS_EXIT = '98e322203f7a4ed290d09fe03c09fe15';
const SUCCESS = '7ad2d189f7e94e70a38c781354912448';
const FAILURE = 'd9b373ed55a64feb8242e02dbe79a49c';
const STOPPED = '9d1aaa27d60140bd96365438aad20286';
const RESTART_SCHEDULED = '5eb03494b6584870a536b337290809b3';
const ENDS: ReadonlySet<string> = new Set([PROCESS_EXIT, SUCCESS, FAILURE, STOPPED]);

/** What the journal itself writes down of who logged; nobody can claim it. */
const SYSTEMD_PID = '1';
const TEMPLATE = /^mortsafe-agent@(.+)\.service$/;
const MICROSECONDS_A_MS = 1_000;

/**
 * The journal of systemd, as `journalctl --output json` writes it: units that started and ended. Only what systemd
 * itself logged counts: any process may log a message of the same id about any unit.
 */
export const systemdJournal: SensorDialect = {
  name: 'systemd-journal',
  matches: (record) =>
    at(record, '__REALTIME_TIMESTAMP') !== undefined && at(record, '__CURSOR') !== undefined,
  timeOf,
  decode(record, context) {
    const message = textAt(record, 'MESSAGE_ID');
    if (message !== STARTED && message !== RESTART_SCHEDULED && !ENDS.has(message ?? ''))
      return drop('a journal entry about no start or end of a unit');
    if (textAt(record, '_PID') !== SYSTEMD_PID)
      return drop('a journal entry about units that is not of systemd');
    const unit = textAt(record, 'UNIT');
    if (unit === undefined) return reject('UNIT is missing');
    const host = textAt(record, '_HOSTNAME');
    const key = `${textAt(record, '_MACHINE_ID') ?? host ?? ''}/${unit}`;
    if (message === RESTART_SCHEDULED) {
      context.known.announced.set(key, { what: 'restart', timeMs: timeOf(record) ?? context.observedTime });
      return drop('a unit will be started anew; its start is told when it starts');
    }
    const invocation = textAt(record, 'INVOCATION_ID');
    const workload = agentIn(unit, invocation, host, context);
    if (!workload) return drop('a unit of no agent that is known');
    return [happened({ record, message: message ?? '', unit, key, invocation, host, workload }, context)];
  },
};

interface Entry {
  record: object;
  message: string;
  unit: string;
  key: string;
  invocation: string | undefined;
  host: string | undefined;
  workload: Workload;
}

function happened(
  { record, message, unit, key, invocation, host, workload }: Entry,
  context: SensorContext,
): Decoded {
  const id = (what: string): string | undefined =>
    invocation === undefined ? textAt(record, '__CURSOR')?.slice(0, 256) : `journal/${invocation}/${what}`;
  const about = { time: timeOf(record), ...workload, host };
  if (message === STARTED) {
    const again = announcedOf(context.known, key, timeOf(record) ?? context.observedTime) === 'restart';
    const by = again ? { reason: 'relaunch', launchedBy: { kind: 'controller', id: `systemd/${unit}` } } : {};
    return judge({ ...about, type: 'agent.started', id: id('started'), ...by }, context);
  }
  // Units have more processes than the one that matters.
  if (message === PROCESS_EXIT && textAt(record, 'COMMAND') !== 'ExecStart')
    return { kind: 'drop', reason: 'the end of a helper of a unit' };
  // The several entries about one end are one event; the first says most.
  return judge(
    { ...about, type: 'agent.stopped', id: id('stopped'), reason: reasonOf(message, record) },
    context,
  );
}

function reasonOf(message: string, record: object): string {
  if (message === SUCCESS || message === STOPPED) return 'completed';
  if (message === FAILURE) return textAt(record, 'UNIT_RESULT') === 'signal' ? 'killed' : 'crashed';
  const code = textAt(record, 'EXIT_CODE');
  if (code === 'killed') return 'killed';
  return code === 'exited' && numberAt(record, 'EXIT_STATUS') === 0 ? 'completed' : 'crashed';
}

function agentIn(
  unit: string,
  invocation: string | undefined,
  host: string | undefined,
  context: SensorContext,
): Workload | undefined {
  const [, agent] = TEMPLATE.exec(unit) ?? [];
  const found = workloadOf(
    {
      attributes: { 'systemd.unit': unit, 'host.name': host },
      labels: agent === undefined ? [] : [['mortsafe.dev/agent', agent]],
      prefix: 'systemd.unit',
      namespace: undefined,
    },
    context,
  );
  return found && { ...found, instance: found.instance ?? invocation };
}

function timeOf(record: object): number | undefined {
  const microseconds = numberAt(record, '__REALTIME_TIMESTAMP');
  return microseconds === undefined ? undefined : Math.trunc(microseconds / MICROSECONDS_A_MS);
}
