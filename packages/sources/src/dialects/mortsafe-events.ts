import { judge } from './judge.ts';
import { at } from './sensors/json.ts';
import type { SensorDialect } from './sensors/sensor-dialect.ts';

/** Our own events as JSON, for sensors that somebody wrote for us. */
export const mortsafeEvents: SensorDialect = {
  name: 'mortsafe-events',
  matches(record) {
    const type = at(record, 'type');
    return typeof type === 'string' && /^[a-z]+\.[a-z_]+$/.test(type);
  },
  timeOf: (record) => at(record, 'observedTime') ?? at(record, 'time'),
  decode: (record, context) => [judge(record, context)],
};
