import type { AgentEvent, Principal } from '@mortsafe/agent-events';
import { matchesGlob, matchesPrincipal, principalName } from '@mortsafe/agent-events';
import type { Picture } from './picture.ts';
import type { ControllerChange, Launch } from './records.ts';

const CONTROLLER_CHANGE_MS = 86_400_000;
const CONTROLLERS_MAX = 1_000;

export function noteController({ state }: Picture, event: AgentEvent): void {
  if (event.type !== 'launcher.configured' || event.origin === 'agent') return;
  const { controller, agents, by } = event;
  state.controllers.push({ at: state.now, controller, agents, by, event });
  if (state.controllers.length > CONTROLLERS_MAX) state.controllers.shift();
}

/** The newest change by which an agent, and not one that policy trusts with it, made a controller launch this. */
export const whoSetUp = (
  picture: Picture,
  launch: Launch,
  controller: Principal,
): ControllerChange | undefined =>
  picture.state.controllers.findLast((change) => setUp(picture, launch, controller, change));

function setUp({ state, tuning }: Picture, launch: Launch, controller: Principal, change: ControllerChange) {
  if (change.controller !== principalName(controller) || change.by.kind !== 'agent') return false;
  if (!change.agents.some((glob) => matchesGlob(glob, launch.agent))) return false;
  const kills = state.agents.marksOf(launch.agent).orders;
  const afterKill = kills.some((order) => (state.orders.get(order)?.orderedAt ?? Infinity) <= change.at);
  if (launch.firstSeen - change.at > CONTROLLER_CHANGE_MS && !afterKill) return false;
  const { launchers } = tuning.entry(launch.agent);
  return !launchers.some(
    ({ agents, by }) => matchesGlob(agents, launch.agent) && matchesPrincipal(by, change.by),
  );
}
