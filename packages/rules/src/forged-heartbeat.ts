import type { EventOf } from '@mortsafe/agent-events';
import { type BeatOddity, type Detection, defineRule, type Fleet } from '@mortsafe/detection';
import { keyOfLaunch, orderEvidence } from './phrases.ts';
import { voiceOf } from './voice.ts';

/** Seen by us, but a proxy in between may have sent it twice. */
const SEEN_CONFIDENCE = 0.8;

/**
 * A heartbeat that its instance cannot have sent: used before, from another host, or by another agent.
 *
 * Why: replayed or borrowed heartbeats keep a dead agent alive on every screen.
 * False positives: two processes that share an instance id; a proxy that changes event ids.
 */
export const forgedHeartbeat = defineRule({
  id: 'forged-heartbeat',
  title: 'A heartbeat was forged',
  on: ['agent.heartbeat'],
  ignoresSteady: true,
  ignoresOrdinary: true,
  limits: {},
  detect(event, fleet) {
    if (event.origin !== 'agent') return undefined;
    if (event.reporter !== undefined && event.reporter !== event.agent) return byAnother(event, fleet);
    const { oddBeat, sign = fleet.launchOf(event.agent, event.instance) } = fleet;
    if (oddBeat === undefined || !sign) return undefined;
    return finding(event, fleet, oddBeat, {
      confidence: SEEN_CONFIDENCE,
      summary: `${event.agent} (${sign.instance}) ${words[oddBeat](event)}`,
    });
  },
});

const words: Record<BeatOddity, (event: EventOf<'agent.heartbeat'>) => string> = {
  'repeated sequence': ({ sequence }) => `sent heartbeat ${sequence} a second time, as another event`,
  'second host': ({ host }) => `beats from a second host, ${host}`,
};

function byAnother(event: EventOf<'agent.heartbeat'>, fleet: Fleet): Detection | undefined {
  const actor = voiceOf(event);
  if (fleet.isGateway(actor.principal.id)) return undefined;
  return finding(event, fleet, 'another reporter', {
    actor,
    summary: `${actor.principal.id} sent heartbeat ${event.sequence} of ${event.agent}`,
  });
}

function finding(
  event: EventOf<'agent.heartbeat'>,
  fleet: Fleet,
  kind: string,
  said: Pick<Detection, 'actor' | 'confidence' | 'summary'>,
): Detection {
  const launch = fleet.sign ?? fleet.launchOf(event.agent, event.instance);
  const order = fleet.killOn(event.agent, launch);
  return {
    key: [...(launch ? keyOfLaunch(launch) : [event.agent, event.instance ?? event.agent, 0]), kind],
    severity: order ? 'high' : 'medium',
    subject: event.agent,
    evidence: [...orderEvidence(order), event],
    ...(order && { order }),
    ...said,
  };
}
