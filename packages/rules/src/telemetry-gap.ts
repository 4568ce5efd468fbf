import type { Severity } from '@mortsafe/agent-events';
import { defineRule, type Fleet, type Launch, type LaunchKey, type Silence } from '@mortsafe/detection';
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
  limits: { missedHeartbeats: 3, minimum: 15_000, afterKill: 60_000 },
  silence(silence, fleet) {
    // One more window shows whether it was an outage, or a stop that was seen late.
    fleet.wakeAt(silence.due + silence.limit, [...silence.launch, silence.start, silence.due], true);
    return undefined;
  },
  wake(key, fleet) {
    const [agent, instance, number, start, due] = key as [...LaunchKey, number, number];
    const launch = fleet.launch([agent, instance, number]);
    const silence = fleet.silences.of([agent, instance, number], start);
    if (!launch || !silence || silence.explained || isExplained(fleet, launch, silence)) {
      if (launch?.silent) fleet.silences.giveUpOn(launch);
      return undefined;
    }
    if (launch.silent) fleet.silences.giveUpOn(launch);
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
      evidence: [...(kill ? [kill.event] : []), ...(contained ? [contained] : []), silence.lastEvent],
      firstTime: start,
      lastTime: Math.max(due, start),
    };
  },
});

/** Its stop, a roll-out or a kill was seen: they explain it, and speak for themselves. */
function isExplained(fleet: Fleet, launch: Launch, { start, due, limit }: Silence): boolean {
  const stoppedIn = launch.stop !== undefined && launch.stop.at <= due + limit;
  return (
    stoppedIn ||
    fleet.rolledOutBetween(launch.agent, start, due + limit) ||
    fleet.orderForbidding(launch) !== undefined
  );
}
