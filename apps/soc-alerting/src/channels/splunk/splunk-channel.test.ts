import { expect, it } from 'vitest';
import { notificationOf } from '../../testing/notifications.ts';
import { T0 } from '../../testing/samples.ts';
import { httpChannelContract } from '../http-channel.contract.ts';
import { splunkBody, splunkChannel } from './splunk-channel.ts';

const token = 'very-secret-token';

httpChannelContract('splunk', {
  make: (url) => splunkChannel({ url, token }),
  secrets: [token],
  bytesMax: 40_000,
  // One object a line: nobody can begin another.
  expectHarmless: (arrived) => expect(arrived.split('\n').map((line) => JSON.parse(line))).toHaveLength(1),
});

it('writes one event for each incident, at its time in seconds', () => {
  const notification = notificationOf();
  const others = [{ story: { ...notification.story, incident: 'inc-2' }, changes: [] }];
  const lines = splunkBody({ ...notification, others }, { index: 'soc' }).split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      time: T0 / 1_000,
      index: 'soc',
      sourcetype: 'mortsafe:incident',
      event: { severity: 'critical', kind: 'new' },
    },
    { fields: { incident: 'inc-2' } },
  ]);
});
