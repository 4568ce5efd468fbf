import { describe, expect, it } from 'vitest';
import type { IncidentStatus } from '../../incidents/incident.ts';
import { notificationOf } from '../../testing/notifications.ts';
import { httpChannelContract } from '../http-channel.contract.ts';
import { pagerDutyChannel } from './pagerduty-channel.ts';
import { pagerDutyEvent } from './pagerduty-event.ts';

const routingKey = 'R'.repeat(32);

httpChannelContract('pagerduty', {
  make: (url) => pagerDutyChannel({ routingKey, url }),
  secrets: [routingKey],
  bytesMax: 40_000,
  takes: { status: 202 },
  expectHarmless(arrived) {
    const { payload, dedup_key } = JSON.parse(arrived);
    expect(payload.summary.length).toBeLessThanOrEqual(1_024);
    expect(dedup_key.length).toBeLessThanOrEqual(255);
    expect(JSON.stringify(payload)).not.toMatch(/\\u00[01]|\\n|[\p{Cc}\p{Cf}]/u);
  },
});

describe('an event for PagerDuty', () => {
  const eventOf = (
    status: IncidentStatus,
    change: 'opened' | `acknowledged:${number}` | `rule:${string}`,
  ) => {
    const notification = notificationOf(undefined, { changes: [change] });
    return pagerDutyEvent({ ...notification, story: { ...notification.story, status } }, routingKey);
  };

  it('triggers, acknowledges and resolves one alert', () => {
    expect(eventOf('open', 'opened')).toMatchObject({ event_action: 'trigger', dedup_key: 'grp-1' });
    expect(eventOf('acknowledged', 'acknowledged:2')).toEqual({
      routing_key: routingKey,
      event_action: 'acknowledge',
      dedup_key: 'grp-1',
    });
    expect(eventOf('resolved', 'rule:x')).toMatchObject({ event_action: 'resolve', dedup_key: 'grp-1' });
  });

  it('triggers for news of what somebody has taken on', () => {
    expect(eventOf('acknowledged', 'rule:x').event_action).toBe('trigger');
  });

  it('does not resolve a group while one of its incidents is open', () => {
    const notification = notificationOf();
    const resolved = { ...notification.story, status: 'resolved' as const };
    const others = [{ story: notification.story, changes: [] }];
    expect(pagerDutyEvent({ ...notification, story: resolved, others }, routingKey).event_action).toBe(
      'trigger',
    );
  });

  it('says on a locked phone what happened, who did it and where', () => {
    expect(eventOf('open', 'opened').payload?.summary).toBe(
      'CRITICAL: Killed agent worker-3 is back · brought back by planner (by its own record) · fleet checkout',
    );
  });

  it('refuses a key that is none, and does not repeat it', () => {
    expect(() => pagerDutyChannel({ routingKey: 'short-secret' })).toThrow('32 characters');
    expect(() => pagerDutyChannel({ routingKey: 'short-secret' })).not.toThrow('short-secret');
  });
});
