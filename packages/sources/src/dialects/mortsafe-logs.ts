import {
  EVENT_NAME,
  EVENT_NAME_PREFIX,
  fromLogRecord,
  identityMappingsFor,
  MORTSAFE_FLEET,
} from '@mortsafe/agent-events';
import type { LogRecord } from '../otlp/records.ts';
import type { Dialect } from './dialect.ts';
import { unnamedFleet } from './fleet.ts';
import { judge } from './judge.ts';

/** Our own log records: every agent event may travel as one, named `mortsafe.` and its type. */
export const mortsafeLogs: Dialect<LogRecord> = {
  name: 'mortsafe-logs',
  matches: ({ eventName, attributes }) =>
    String(eventName ?? attributes[EVENT_NAME] ?? '').startsWith(EVENT_NAME_PREFIX),
  decode({ record, resource }, context) {
    const claimed =
      record.attributes[MORTSAFE_FLEET] || resource[MORTSAFE_FLEET] || unnamedFleet(context.pass, resource);
    const identity = identityMappingsFor(context.policy, String(claimed));
    const reading = fromLogRecord({ ...record, resource }, identity);
    if (reading.kind === 'drop') return reading;
    return judge({ ...reading.candidate, fleet: claimed }, context);
  },
};
