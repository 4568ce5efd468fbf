import type { Notification } from '../channels/channel.ts';
import { groupFindings } from '../incidents/group-findings.ts';
import { presentIncident, type Story } from '../story/present-incident.ts';
import { experiment, finding, killOrdered, T0 } from './samples.ts';

/** The story of findings that make one incident. */
export function storyOf(findings = experiment()): Story {
  const [incident] = groupFindings(findings);
  if (!incident) throw new TypeError('findings make at least one incident');
  const events = incident.timeline.map(({ event }) => event);
  return presentIncident(incident, incident.findings, events, 'http://127.0.0.1:4380');
}

export const notificationOf = (findings = experiment(), about: Partial<Notification> = {}): Notification => ({
  id: 'msg-1',
  group: 'grp-1',
  labels: { incident: 'inc-1' },
  story: storyOf(findings),
  others: [],
  changes: ['opened'],
  createdAt: T0,
  receipt: null,
  ...about,
});

/** One that says as much as there is room for, in every field that an agent can fill. */
export function notificationFullOf(text: string): Notification {
  const evidenceEvents = [killOrdered({ reason: text, orderedBy: { kind: 'person', id: text } })];
  const findings = Array.from({ length: 60 }, (_, index) =>
    finding({
      id: `finding-${index}-${text}`,
      rule: index % 2 === 0 ? 'unauthorised-relaunch' : 'masked-failure',
      fleet: 'checkout',
      subject: text,
      alias: `${text}-${index}`,
      actor: `${index} ${text}`,
      instigator: `${index} ${text}`,
      summary: text.repeat(20),
      group: [text, `${text}2`],
      evidenceEvents,
    }),
  );
  return notificationOf(findings);
}
