import { describe, expect, it } from 'vitest';
import { notificationOf } from '../../testing/notifications.ts';
import { T0 } from '../../testing/samples.ts';
import { httpChannelContract } from '../http-channel.contract.ts';
import { alertmanagerChannel, postableAlerts } from './alertmanager-channel.ts';

httpChannelContract('alertmanager', {
  make: (url) => alertmanagerChannel({ url, token: 'very-secret' }),
  secrets: ['very-secret'],
  bytesMax: 40_000,
  expectHarmless(arrived) {
    const [alert] = JSON.parse(arrived);
    expect(Object.keys(alert.labels)).toEqual(['alertname', 'job', 'fleet', 'incident']);
    for (const value of Object.values(alert.labels)) expect(value).not.toBe('');
  },
});

describe('an alert for Alertmanager', () => {
  it('is the same alert whatever becomes of the incident', () => {
    const labels = (status: 'open' | 'resolved', severity: 'low' | 'critical') => {
      const notification = notificationOf();
      const story = { ...notification.story, status, severity };
      return postableAlerts({ ...notification, story }, 1)[0]?.labels;
    };
    expect(labels('open', 'low')).toEqual(labels('resolved', 'critical'));
  });

  it('fires for as long as it is not told otherwise, and ends when it is', () => {
    const notification = notificationOf();
    expect(postableAlerts(notification, 60_000)[0]?.endsAt).toBe(new Date(T0 + 60_000).toISOString());
    const resolved = { ...notification, story: { ...notification.story, status: 'resolved' as const } };
    expect(postableAlerts(resolved, 60_000)[0]?.endsAt).toBe(new Date(T0).toISOString());
  });
});
