import type { AgentEvent } from '@mortsafe/agent-events';
import { orderForbidding } from './kills.ts';
import type { Picture } from './picture.ts';
import type { Launch } from './records.ts';
import { gapLimit } from './silence.ts';

/** How an agent's last instance ended. */
export interface Death {
  at: number;
  kind: 'stopped' | 'silent';
  launch: Launch;
  /** Its stop, or the last that was heard of it. */
  event: AgentEvent;
}

/** The death of an agent, unless an instance that no kill forbids is alive. */
export function deathOf(picture: Picture, agent: string): Death | undefined {
  let latest: Death | undefined;
  for (const launch of picture.state.agents.get(agent)?.launches ?? []) {
    const death = deathOfLaunch(picture, launch);
    if (!death && isHeard(picture, launch) && !orderForbidding(picture, launch)) return undefined;
    if (death && (!latest || death.at >= latest.at)) latest = death;
  }
  return latest;
}

/** One that never announced heartbeats is not taken to be alive for ever. */
const isHeard = ({ state }: Picture, { interval, lastSign }: Launch): boolean =>
  interval > 0 || state.now - lastSign <= HEARD_MS;

const HEARD_MS = 600_000;

/** How one launch ended, if it has. */
export function deathOfLaunch(picture: Picture, launch: Launch): Death | undefined {
  const { stop, lastSign } = launch;
  if (stop) return { at: stop.at, kind: 'stopped', launch, event: stop.event };
  if (!launch.silent || picture.state.now - lastSign < gapLimit(picture, launch)) return undefined;
  return { at: lastSign, kind: 'silent', launch, event: launch.lastOwnEvent ?? launch.firstEvent };
}
