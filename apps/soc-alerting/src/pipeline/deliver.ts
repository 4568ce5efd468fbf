import { presentIncident } from '../story/present-incident.ts';
import { enqueue } from './outbox.ts';
import type { Stage } from './stages.ts';

/** Puts a message for each channel into the outbox; the dispatcher brings it there. */
export const deliver: Stage = async (telling, queries, settings) => {
  const { incident, findings, events, changes, channels } = telling;
  const story = presentIncident(incident, findings, events, settings.pageUrl(), settings.commandLine);
  const now = settings.now();
  for (const channel of channels) {
    await enqueue(queries, {
      incident: incident.id,
      channel,
      changes,
      story,
      dueAt: now + settings.groupWaitMs,
      now,
    });
  }
  return telling;
};
