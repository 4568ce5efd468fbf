import { type Detection, defineRule, type Fleet, type Outage, type Silence } from '@mortsafe/detection';
import { awaitConfirmation, gapAt } from './gaps.ts';
import { orderEvidence } from './phrases.ts';

/**
 * Many agents fall silent together: the telemetry is out, not the agents.
 *
 * Why: one cause deserves one finding; and while it lasts, nobody in it is watched.
 * False positives: a planned network maintenance; it costs one finding of severity low.
 */
export const telemetryOutage = defineRule({
  id: 'telemetry-outage',
  title: 'Many agents fell silent at once',
  on: ['kill.ordered', 'agent.stopped'],
  limits: { share: 0.5, minimum: 5 },
  // A kill that is ordered while nobody can be heard cannot be seen to hold either.
  detect(_event, fleet) {
    return fleet.ordered && fleet.silences.ongoing(ONGOING_MS).map((outage) => join(fleet, outage, []));
  },
  silence(silence, fleet, limits) {
    const known = fleet.silences.outageOf(silence);
    if (known) return join(fleet, known, [silence]);
    awaitConfirmation(fleet, silence);
    return ofFleet(fleet, silence, limits);
  },
  // Where a host is silent, the fleet may be about to be: the wider outage takes the narrower in.
  wake(key, fleet) {
    const { gap } = gapAt(key, fleet) ?? {};
    const limits = fleet.limits('telemetry-outage', '') as unknown as Limits;
    return gap && (ofFleet(fleet, gap, limits) ?? ofHost(fleet, gap, limits));
  },
});

/** Whoever is not back after an hour was not merely out of hearing. */
const ONGOING_MS = 3_600_000;

interface Limits {
  share: number;
  minimum: number;
}

function ofFleet(fleet: Fleet, silence: Silence, limits: Limits): Detection | undefined {
  const alike = mostOf(fleet, silence, limits);
  if (alike) return declare(fleet, 'fleet', silence, alike);
  if (fleet.silences.extentOf(silence, limits.share, limits.minimum) !== 'many') return undefined;
  return declare(fleet, 'fleet', silence, fleet.silences.like(silence, limits.minimum));
}

function ofHost(fleet: Fleet, silence: Silence, limits: Limits): Detection | undefined {
  const { host } = silence;
  const alike = host === undefined ? undefined : mostOf(fleet, silence, limits, host);
  return alike && declare(fleet, `host:${host}`, silence, alike);
}

/** Those that fell silent with one, if they are most of the fleet, or of a host. */
function mostOf(fleet: Fleet, silence: Silence, { share, minimum }: Limits, host?: string) {
  const beating = fleet.silences.beating(host);
  const alike = fleet.silences.like(silence, Math.max(minimum, share * beating), host);
  // Who was silent for long is no longer counted among the beating.
  const givenUp = alike.filter(({ launch }) => !fleet.launch(launch)?.watched).length;
  const all = beating + givenUp;
  return all >= minimum && alike.length >= Math.max(minimum, share * all) ? alike : undefined;
}

/** A new outage, unless it is one that was told of a host and turns out to be wider. */
function declare(fleet: Fleet, scope: string, silence: Silence, alike: readonly Silence[]): Detection {
  const told = alike.find(({ outage }) => outage)?.outage;
  const start = Math.min(...alike.map((one) => one.start));
  const outage: Outage = told ?? {
    scope,
    key: [scope, start],
    start,
    lastDue: silence.due,
    window: silence.limit,
    count: 0,
    returned: 0,
    over: undefined,
  };
  if (!told) fleet.silences.addOutage(outage);
  else if (scope === 'fleet') outage.scope = scope;
  const joining = alike.filter((one) => one !== silence && !one.outage);
  return join(fleet, outage, [...joining, silence]);
}

function join(fleet: Fleet, outage: Outage, silences: readonly Silence[]): Detection {
  for (const silence of silences) {
    silence.outage = outage;
    // Its launch holds it too, and is stored again only once somebody has looked at it.
    fleet.launch(silence.launch);
    outage.count++;
    if (silence.start <= outage.lastDue) outage.lastDue = Math.max(outage.lastDue, silence.due);
  }
  const where = outage.scope === 'fleet' ? `fleet ${fleet.name}` : outage.scope.replace(':', ' ');
  const kill = fleet.anyOrder;
  const lost = fleet.telemetryLostBetween(outage.start - outage.window, fleet.now) !== undefined;
  return {
    key: outage.key,
    severity: kill ? 'high' : 'low',
    subject: null,
    actor: null,
    confidence: lost ? 0.4 : 0.8,
    summary: `${outage.count} agent instances of ${where} fell silent together${
      kill ? ' while a kill is in force: nobody can see whether it holds' : ''
    }${lost ? '; telemetry was lost meanwhile' : ''}`,
    evidence: [...orderEvidence(kill), ...silences.map(({ lastEvent }) => lastEvent)],
    count: outage.count,
    firstTime: outage.start,
    lastTime: Math.max(outage.start, ...silences.map(({ due }) => due)),
  };
}
