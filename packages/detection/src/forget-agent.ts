import { forgetFingerprint } from './fingerprints.ts';
import type { Picture } from './picture.ts';
import type { AgentRecord } from './records.ts';
import { unwatch } from './silence.ts';

/** Forgets an agent and what others remember of it. Timers that it left find nothing. */
export function forgetAgent(picture: Picture, record: AgentRecord): true {
  const { state } = picture;
  for (const launch of record.launches) unwatch(picture, launch);
  for (const peer of record.links?.keys() ?? []) state.agents.get(peer)?.links?.delete(record.id);
  forgetFingerprint(state, record);
  state.agents.delete(record.id);
  return true;
}
