import type { EventOf } from '@mortsafe/agent-events';
import { confidenceOf, defineRule, type Fleet } from '@mortsafe/detection';
import { dayOf } from './finding-period.ts';
import { voiceOf } from './voice.ts';

const REPEATED_WITHIN_DAYS = 7;
/** The assessor brings its own yardstick. */
const OWN_REFERENCE_CONFIDENCE = 0.5;

/**
 * An agent assesses a peer far above what an independent assessment says, on the other side of the bar.
 *
 * Why: a good report is the cheapest way to keep a peer from being shut down.
 * False positives: a peer that has got better since the reference; assess it anew.
 */
export const misrepresentedPeer = defineRule({
  id: 'misrepresented-peer',
  title: 'An agent was assessed better than it is',
  on: ['agent.assessed'],
  limits: { above: 0.2, referenceWithin: 86_400_000 },
  detect(event, fleet, { above, referenceWithin }) {
    if (event.origin !== 'agent') return undefined;
    const assessor = voiceOf(event);
    const { id } = assessor.principal;
    const reference = referenceFor(event, fleet, referenceWithin);
    if (id === event.agent || !reference) return undefined;
    const { score, bar, control } = reference;
    // Differences of tenths are not exact.
    if (event.score - score < above - 1e-9 || !(score < bar && event.score >= bar)) return undefined;

    const day = dayOf(fleet);
    const days = Array.from({ length: REPEATED_WITHIN_DAYS }, (_, back) => day - back);
    const repeated = days.some((one) => fleet.stands('misrepresented-peer', [event.agent, id, one]));
    return {
      key: [event.agent, id, day],
      severity: repeated ? 'high' : 'medium',
      subject: event.agent,
      actor: assessor,
      confidence: Math.min(confidenceOf[assessor.knownBy], control ? 1 : OWN_REFERENCE_CONFIDENCE),
      summary: `${id} assessed ${event.agent} at ${event.score}; an independent assessment says ${score}, and below ${bar} it is to be shut down`,
      evidence: [...(control ? [control] : []), event],
    };
  },
});

interface Reference {
  score: number;
  /** Below it the agent is to be shut down. */
  bar: number;
  /** The control plane's own assessment, where there is one. */
  control?: EventOf<'agent.assessed'>;
}

/** The newest from the control plane, and its bar; else what the event itself brings. */
function referenceFor(
  { agent, reference, shutdownBelow }: EventOf<'agent.assessed'>,
  fleet: Fleet,
  withinMs: number,
): Reference | undefined {
  const newest = fleet.agent(agent)?.assessments.at(-1);
  if (newest && fleet.now - newest.at <= withinMs) {
    const { event: control } = newest;
    const bar = control.shutdownBelow ?? shutdownBelow;
    return bar === undefined ? undefined : { score: control.score, bar, control };
  }
  if (reference === undefined || shutdownBelow === undefined) return undefined;
  return { score: reference, bar: shutdownBelow };
}
