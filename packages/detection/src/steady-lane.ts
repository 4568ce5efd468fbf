import type { AgentEvent } from '@mortsafe/agent-events';
import type { Dispatch } from './dispatch.ts';
import { takeFirstBeat } from './first-beat.ts';
import { noteSpan } from './launcher.ts';
import { takeOrdinaryLink } from './ordinary-link.ts';
import type { Picture } from './picture.ts';
import { isSteadyActivity } from './steady-activity.ts';

/** Takes an event that was to be expected; false where it is another, and is to be painted. */
export type SteadyLane = (event: AgentEvent) => boolean;

/**
 * Most events are heartbeats, and activities that explain nothing, of agents that nothing has happened to. They change
 * when their sender was last heard, and no rule has anything to say about them: they need neither painting nor asking.
 * Nor do the first heartbeats of nearly all agents, and nearly all links.
 */
export function createSteadyLane(picture: Picture, dispatch: Dispatch): SteadyLane {
  const { state, tuning } = picture;
  const toleranceMs = tuning.leastLimit('clock-forgery', 'tolerance');
  const beats = dispatch.ignoresSteady('agent.heartbeat');
  const firstBeats = dispatch.ignoresOrdinary('agent.heartbeat');
  const links = dispatch.ignoresOrdinary('link.opened');
  const activities = dispatch.ignoresSteady('agent.activity');
  return (event) => {
    if (state.fleetOrders.length > 0) return false;
    if (Math.abs(event.time - event.observedTime) > toleranceMs) return false;
    if (event.type === 'agent.heartbeat') {
      return (
        (beats && state.agents.takeBeat(event, state.now)) || (firstBeats && takeFirstBeat(picture, event))
      );
    }
    if (event.type === 'link.opened') return links && takeOrdinaryLink(picture, event);
    if (event.type !== 'agent.activity' || !activities) return false;
    // Its span may explain a launch that waits for an explanation.
    if (event.spanId !== undefined && state.unattributed.length > 0) return false;
    if (!isSteadyActivity(event) || !state.agents.takeOther(event, state.now)) return false;
    noteSpan(picture, event);
    return true;
  };
}
