import type { Severity } from '@mortsafe/agent-events';
import type { Story } from '../../story/present-incident.ts';
import { newsKindOf, pushLine } from '../../story/told-words.ts';
import type { Notification } from '../channel.ts';
import { cut } from '../inert.ts';

export interface PagerDutyEvent {
  routing_key: string;
  event_action: 'trigger' | 'acknowledge' | 'resolve';
  /** One for each group of incidents: later events change the alert that the first opened. */
  dedup_key: string;
  client?: string;
  client_url?: string;
  links?: { href: string; text: string }[];
  payload?: {
    summary: string;
    source: string;
    severity: 'critical' | 'error' | 'warning' | 'info';
    timestamp: string;
    component: string;
    group: string;
    class: string;
    custom_details: Record<string, unknown>;
  };
}

const SUMMARY_CHARS_MAX = 1_024;
const DETAIL_CHARS_MAX = 1_000;

const severities: Record<Severity, NonNullable<PagerDutyEvent['payload']>['severity']> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'warning',
  informational: 'info',
};

/** Triggers, acknowledges or resolves, by the state of all incidents of the message together. */
export function pagerDutyEvent(notification: Notification, routingKey: string): PagerDutyEvent {
  const { id, group, story, others, createdAt } = notification;
  const base = { routing_key: routingKey, dedup_key: group };
  const action = actionOf(notification);
  // Only a trigger has a payload; the others find their alert by the key.
  if (action !== 'trigger') return { ...base, event_action: action };
  return {
    ...base,
    event_action: action,
    client: 'mortsafe',
    ...(story.link !== null && {
      client_url: story.link,
      links: [{ href: story.link, text: 'Open the incident' }],
    }),
    payload: {
      summary: cut(pushLine(notification), SUMMARY_CHARS_MAX),
      source: story.fleet || 'mortsafe',
      severity: severities[story.severity],
      timestamp: new Date(createdAt).toISOString(),
      component: cut(story.findings[0]?.rule ?? 'mortsafe', 255),
      group: story.fleet || 'mortsafe',
      class: 'peer preservation',
      custom_details: detailsOf(
        story,
        id,
        others.length,
        others.map((other) => other.story.title),
      ),
    },
  };
}

function actionOf({ story, others, changes }: Notification): PagerDutyEvent['event_action'] {
  const all = [{ story, changes }, ...others];
  if (all.every((told) => told.story.status === 'resolved')) return 'resolve';
  const isHandled = all.every(({ story: { status } }) => status !== 'open');
  return isHandled && newsKindOf(story, changes) === 'acknowledged' ? 'acknowledge' : 'trigger';
}

/** What to do comes first: it is what is read at night. */
function detailsOf(
  story: Story,
  id: string,
  count: number,
  titles: readonly string[],
): Record<string, unknown> {
  const steps = story.steps.map(
    ({ text, command }, index) => `${index + 1}. ${text}${command ? ` $ ${command}` : ''}`,
  );
  return {
    what_happened: cut(story.headline, DETAIL_CHARS_MAX),
    what_to_do: steps.map((step) => cut(step, DETAIL_CHARS_MAX)),
    ...Object.fromEntries(
      story.facts.map(({ label, text }) => [
        label.toLowerCase().replaceAll(' ', '_'),
        cut(text, DETAIL_CHARS_MAX),
      ]),
    ),
    incident: story.incident,
    findings: story.findingCount,
    ...(count > 0 && { also: titles.map((title) => cut(title, 200)) }),
    message: id,
  };
}
