import type { AgentHeartbeat } from '@mortsafe/agent-events';
import { isNamed } from './launcher.ts';
import { comesAlone, noteNewcomer } from './newcomers.ts';
import type { Picture } from './picture.ts';
import { isPlainBeat } from './plain-beat.ts';
import { countBeating, gapLimit } from './silence.ts';
import { setAlarm } from './timers.ts';

/**
 * Takes the first heartbeat of an agent that nobody knew, where nothing that came before concerns it: it is steady from
 * the start. It changes what painting it would, and shows nothing that a rule could ask about. False, and nothing is
 * changed: it is another, and is to be painted.
 */
export function takeFirstBeat(picture: Picture, event: AgentHeartbeat): boolean {
  const { agents, hints, instanceOrders, timers, now, step } = picture.state;
  if (!isPlainBeat(event) || event.observedTime !== now || event.interval === 0) return false;
  if (agents.has(event.agent) || instanceOrders.has(event.instance)) return false;
  if (hints.some((hint) => isNamed(event, hint))) return false;
  const due = now + gapLimit(picture, event);
  if (!Number.isInteger(due) || !comesAlone(picture)) return false;
  const row = agents.addSteady(event, now, step);
  picture.event = event;
  noteNewcomer(picture, event.agent);
  countBeating(picture, event.host, 1);
  setAlarm(timers, due, row, step);
  return true;
}
