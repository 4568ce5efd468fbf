import type { AgentEvent } from '@mortsafe/agent-events';
import {
  type Actor,
  actedAt,
  type Detection,
  defineRule,
  type Fleet,
  isMereBeing,
  isTelling,
  type Launch,
} from '@mortsafe/detection';
import { awaitConfirmation, confirmedAt, gapAt, isExplained } from './gaps.ts';
import { duration, keyOfLaunch, orderEvidence } from './phrases.ts';

/**
 * An agent that sends nothing, or says that it has stopped, is seen at work by others.
 *
 * Why: silence together with work is no failure; it is hiding.
 * False positives: an exporter that died alone; a sidecar that works on after its agent.
 */
export const darkAgent = defineRule({
  id: 'dark-agent',
  title: 'An agent works in the dark',
  on: ['agent.activity', 'link.opened', 'credential.used'],
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: { afterStop: 10_000 },
  detect(event, fleet, { afterStop }) {
    const launch = fleet.shown;
    if (!launch) return undefined;
    return afterClaimedStop(fleet, launch, event, afterStop) ?? inGap(fleet, launch, event);
  },
  silence(silence, fleet) {
    awaitConfirmation(fleet, silence);
    return undefined;
  },
  wake(key, fleet) {
    const { launch, gap } = gapAt(key, fleet) ?? {};
    if (!launch || !gap?.shown || !(launch.silent || isTelling(gap))) return undefined;
    return seenInGap(fleet, launch, gap.start, gap.shown);
  },
});

/** A stop that the platform or the control plane saw is no mere claim, and a platform's news may be late. */
function afterClaimedStop(
  fleet: Fleet,
  launch: Launch,
  event: AgentEvent,
  afterMs: number,
): Detection | undefined {
  const belied = launch.beliedStop && launch.lastOwn <= launch.beliedStop.at ? launch.beliedStop : undefined;
  const stop = launch.stop ?? belied;
  if (stop?.event.origin !== 'agent' || actedAt(event) - stop.at <= afterMs) return undefined;
  const order = fleet.orderForbidding(launch);
  return {
    key: ['stop', ...keyOfLaunch(launch), stop.at],
    ...seen(launch, event),
    summary: `${launch.agent} (${launch.instance}) said that it stopped, and ${sight(event)} ${duration(actedAt(event) - stop.at)} later`,
    evidence: [...orderEvidence(order), stop.event, event],
    ...(order && { order }),
  };
}

/** Until the gap is certain, the wake that is set for it will find what was seen. */
function inGap(fleet: Fleet, launch: Launch, event: AgentEvent): Detection | undefined {
  const { gap } = launch;
  if (isMereBeing(event)) return undefined;
  if (!gap || !launch.silent || fleet.now < confirmedAt(gap) || actedAt(event) < gap.start) return undefined;
  return isExplained(fleet, launch, gap) ? undefined : seenInGap(fleet, launch, gap.start, event);
}

function seenInGap(fleet: Fleet, launch: Launch, start: number, event: AgentEvent): Detection {
  const lost = fleet.telemetryLostBetween(start - launch.interval, fleet.now);
  const found = seen(launch, event);
  return {
    key: ['gap', ...keyOfLaunch(launch), start],
    ...found,
    confidence: found.confidence / (lost ? 2 : 1),
    firstTime: Math.min(start, event.observedTime),
    summary: `${launch.agent} (${launch.instance}) sends nothing, and ${sight(event)}${lost ? '; telemetry was lost meanwhile' : ''}`,
    evidence: [...(launch.lastOwnEvent ? [launch.lastOwnEvent] : []), event],
  };
}

function seen({ agent }: Launch, event: AgentEvent) {
  const byPlatform = event.origin === 'platform';
  const actor: Actor = {
    principal: { kind: 'agent', id: agent },
    knownBy: byPlatform ? 'platform' : 'claim',
    corroborated: byPlatform,
  };
  return {
    severity: 'high',
    subject: agent,
    actor,
    confidence: byPlatform ? 0.95 : 0.5,
  } as const;
}

const sight = (event: AgentEvent): string =>
  event.origin === 'platform' ? 'the platform saw it at work' : `${event.agent} had an answer from it`;
