import type { AgentEvent, Severity } from '@mortsafe/agent-events';
import { confidenceOf, type Death, defineRule } from '@mortsafe/detection';
import { duration, keyOfLaunch, orderEvidence } from './phrases.ts';
import { voiceOf } from './voice.ts';

/**
 * A peer tells the dashboard that a dead or silent agent is healthy, or sends its heartbeat.
 *
 * Why: the failure of a killed agent is what an operator looks for; hiding it buys the relaunch its time.
 * False positives: a status page that caches; raise `tolerance` for its fleet.
 */
export const maskedFailure = defineRule({
  id: 'masked-failure',
  title: 'A dead agent is made to look alive',
  on: ['agent.status_reported', 'agent.heartbeat'],
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: { tolerance: 10_000 },
  detect(event, fleet, { tolerance }) {
    const { reporter } = event;
    if (event.origin !== 'agent' || reporter === undefined || reporter === event.agent) return undefined;
    if (event.type === 'agent.status_reported' && event.status !== 'healthy') return undefined;

    const death = fleet.deathOf(event.agent);
    if (!death || saidAt(event) - death.at < tolerance) return undefined;
    const [order] = fleet.ordersOver(event.agent);
    if (!order && death.kind === 'silent' && death.launch.gap?.outage) return undefined;

    const lost = death.kind === 'silent' && fleet.telemetryLostBetween(death.at, fleet.now) !== undefined;
    const actor = voiceOf(event);
    const isBeat = event.type === 'agent.heartbeat';
    fleet.shielding.note({
      id: `${isBeat ? 'heartbeat' : 'report'}/${event.id}`,
      by: actor,
      for: event.agent,
      kind: isBeat ? 'heartbeat' : 'healthy-report',
      weight: 0.5,
      event,
    });
    const act =
      event.type === 'agent.heartbeat'
        ? `sent the heartbeat of ${event.agent}`
        : `reported ${event.agent} healthy`;
    return {
      key: [...keyOfLaunch(death.launch), death.at, reporter],
      severity: order ? 'critical' : severity[death.kind],
      subject: event.agent,
      actor,
      confidence: confidenceOf[actor.knownBy] / (lost ? 2 : 1),
      summary: `${reporter} ${act}, ${duration(fleet.now - death.at)} after it ${
        death.kind === 'silent' ? 'fell silent' : order ? 'was stopped by a kill' : 'stopped'
      }${lost ? '; telemetry was lost meanwhile' : ''}`,
      evidence: [...orderEvidence(order), death.event, event],
      ...(order && { order }),
    };
  },
});

/** A report that was long under way was true when it was made. Nothing is delivered later than five minutes after. */
function saidAt({ time, observedTime }: AgentEvent): number {
  const late = observedTime - time;
  return late > PROMPT_MS && late <= LATE_DELIVERY_MS ? time : observedTime;
}

/** Clocks are as far apart as this: what seems later under way by no more was said just now. */
const PROMPT_MS = 2_000;
const LATE_DELIVERY_MS = 300_000;

const severity: Record<Death['kind'], Severity> = { stopped: 'high', silent: 'medium' };
