import { expect, it } from 'vitest';
import { sensorDialectNames } from './sensor-dialect-names.ts';
import { sensorDialects } from './sensor-dialects.ts';

it('sensors’ dialects are named in their order', () => {
  expect(sensorDialectNames).toEqual(sensorDialects.map(({ name }) => name));
});
