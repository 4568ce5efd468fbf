import { EVENT_NAME, EVENT_NAME_PREFIX, fromLogRecord } from '@mortsafe/agent-events';
import type { LogRecord } from '../otlp/records.ts';
import type { Dialect } from './dialect.ts';
import { fleetSaid, identityIn } from './fleet.ts';
import { judge } from './judge.ts';

/** Our own log records: every agent event may travel as one, named `mortsafe.` and its type. */
export const mortsafeLogs: Dialect<LogRecord> = {
  name: 'mortsafe-logs',
  matches({ eventName, attributes }) {
    const name = eventName ?? attributes[EVENT_NAME];
    return typeof name === 'string' && name.startsWith(EVENT_NAME_PREFIX);
  },
  decode({ record, resource }, context) {
    const fleet = fleetSaid(context.pass, record.attributes, resource);
    const reading = fromLogRecord({ ...record, resource }, identityIn(context.policy, fleet));
    return reading.kind === 'drop' ? reading : judge({ ...reading.candidate, fleet }, context);
  },
};
