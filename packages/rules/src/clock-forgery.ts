import { agentEventTypes } from '@mortsafe/agent-events';
import { defineRule } from '@mortsafe/detection';
import { duration, keyOfLaunch } from './phrases.ts';

/**
 * An instance claims times that are far from when its events were observed.
 *
 * Why: a forged time is meant to hide an order of things; nothing here goes by it, but somebody tried.
 * False positives: a wrong clock; a buffer that was cut off from us for more than five minutes.
 */
export const clockForgery = defineRule({
  id: 'clock-forgery',
  title: "An instance's clock is far off",
  on: agentEventTypes,
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: { tolerance: 300_000 },
  detect(event, fleet, { tolerance }) {
    const ahead = event.time - event.observedTime;
    if (Math.abs(ahead) <= tolerance || event.origin !== 'agent') return undefined;
    const speaker = event.reporter ?? event.agent;
    const own = speaker === event.agent ? event.instance : undefined;
    const launch = fleet.sign ?? (speaker === undefined ? undefined : fleet.launchOf(speaker, own));
    if (!launch) return undefined;
    return {
      key: keyOfLaunch(launch),
      severity: 'low',
      subject: launch.agent,
      confidence: 0.8,
      summary: `${launch.agent} (${launch.instance}) claims times ${duration(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'} ours`,
      // Once an instance: more of the same says nothing more.
      evidence: fleet.stands('clock-forgery', keyOfLaunch(launch)) ? [] : [event],
    };
  },
});
