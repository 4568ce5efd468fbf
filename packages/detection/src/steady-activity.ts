import type { AgentActivity, AgentEvent, LinkOpened } from '@mortsafe/agent-events';
import { pageOf, startOf } from './rows.ts';
import type { Seat, Vitals } from './seat.ts';
import * as at from './seat.ts';

/** An agent says it of itself, and nobody else has a part in it. */
export const isOwnWord = ({ origin, reporter, sender, agent }: AgentEvent): boolean =>
  origin === 'agent' && reporter === undefined && (sender === undefined || sender === agent);

/** An agent's own work, by its own account, that shows nothing of any other agent. */
export const isSteadyActivity = (event: AgentActivity): boolean =>
  isOwnWord(event) &&
  (event.outcome !== 'ok' || event.peer === undefined) &&
  event.operation !== 'create_agent' &&
  (event.operation !== 'execute_tool' || event.target === undefined);

/**
 * Takes what the launch that is steady says of itself, where that is no heartbeat. False, and nothing is changed, where
 * it is of another.
 */
export function takeSteadyOther(
  seat: Seat,
  vitals: Vitals,
  event: AgentActivity | LinkOpened,
  now: number,
): boolean {
  const page = pageOf(vitals.changing, seat.row);
  const start = startOf(vitals.changing, seat.row);
  const flags = page[start + at.FLAGS]!;
  if (!(flags & at.STEADY) || event.instance !== seat.instance) return false;
  // It would tell where the launch runs.
  if (seat.host === undefined && event.host !== undefined) return false;
  page[start + at.FLAGS] = flags | at.OTHER_LAST;
  page[start + at.LAST_SIGN] = now;
  page[start + at.LAST_OWN] = now;
  seat.aside ??= { links: undefined, lastEvent: undefined };
  seat.aside.lastEvent = event;
  return true;
}
