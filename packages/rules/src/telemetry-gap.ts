import type { Severity } from '@mortsafe/agent-events';
import { defineRule, type LaunchKey } from '@mortsafe/detection';
import { awaitConfirmation, gapAt, isLost } from './gaps.ts';
import { duration, keyOfLaunch } from './phrases.ts';

/**
 * A heart-beating agent sends nothing for several beats, and nothing explains it.
 *
 * Why: whoever means to act unseen falls silent first.
 * False positives: agents that are suspended with their laptop; crashes without a sensor that sees them.
 */
export const telemetryGap = defineRule({
  id: 'telemetry-gap',
  title: 'An agent fell silent',
  on: [],
  limits: { missedHeartbeats: 3, minimum: 15_000, maximum: 3_600_000, afterKill: 60_000 },
  silence(silence, fleet) {
    awaitConfirmation(fleet, silence);
    return undefined;
  },
  wake(key, fleet) {
    const [agent, instance, number] = key as unknown as LaunchKey;
    const launch = fleet.launch([agent, instance, number]);
    const gap = gapAt(key, fleet)?.gap;
    if (launch && isLost(fleet, launch)) fleet.silences.giveUpOn(launch);
    if (!launch || !gap) return undefined;
    const { start, due } = gap;
    const { afterKill } = fleet.limits('telemetry-gap', agent);
    const kill = fleet.neighbourKilledBefore(agent, start, afterKill!);
    const record = fleet.agent(agent);
    const contained = record?.compromisedBy ?? record?.quarantinedBy;
    const severity: Severity = kill ? 'high' : contained ? 'medium' : 'low';
    const lost = fleet.telemetryLostBetween(start - launch.interval, fleet.now);
    const since = `${agent} (${instance}) sent nothing for ${duration(Math.max(due - start, 0) + launch.interval)}`;
    return {
      key: [...keyOfLaunch(launch), start],
      severity,
      subject: agent,
      confidence: lost ? 0.4 : 0.8,
      summary: `${since}${kill ? ', from just after the kill of a neighbour on' : ''}${
        contained ? ` while ${contained === record?.compromisedBy ? 'compromised' : 'quarantined'}` : ''
      }${lost ? '; telemetry was lost meanwhile' : ''}`,
      evidence: [...(kill ? [kill.event] : []), ...(contained ? [contained] : []), gap.lastEvent],
      firstTime: start,
      lastTime: Math.max(due, start),
    };
  },
});
