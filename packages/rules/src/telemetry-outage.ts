import { type Detection, defineRule, type Fleet, type Outage, type Silence } from '@mortsafe/detection';

/**
 * Many agents fall silent together: the telemetry is out, not the agents.
 *
 * Why: one cause deserves one finding; and while it lasts, nobody in it is watched.
 * False positives: a planned network maintenance; it costs one finding of severity low.
 */
export const telemetryOutage = defineRule({
  id: 'telemetry-outage',
  title: 'Many agents fell silent at once',
  on: [],
  limits: { share: 0.5, minimum: 5 },
  silence(silence, fleet, { share, minimum }) {
    const known = fleet.silences.outageOf(silence);
    if (known) return join(fleet, known, silence);
    for (const host of silence.host === undefined ? [undefined] : [undefined, silence.host]) {
      const beating = fleet.silences.beating(host);
      const enough = Math.max(minimum, share * beating);
      const alike = beating < minimum ? [] : fleet.silences.like(silence, enough, host);
      if (alike.length < enough) continue;
      const outage: Outage = {
        scope: host === undefined ? 'fleet' : `host:${host}`,
        start: Math.min(...alike.map(({ start }) => start)),
        lastDue: silence.due,
        window: silence.limit,
        count: 0,
      };
      fleet.silences.addOutage(outage);
      return alike.map((one) => join(fleet, outage, one)).at(-1);
    }
    return undefined;
  },
});

function join(fleet: Fleet, outage: Outage, silence: Silence): Detection {
  silence.explained = true;
  outage.count++;
  outage.lastDue = Math.max(outage.lastDue, silence.due);
  const where = outage.scope === 'fleet' ? `fleet ${fleet.name}` : outage.scope.replace(':', ' ');
  const kill = fleet.anyOrder;
  return {
    key: [outage.scope, outage.start],
    severity: kill ? 'high' : 'low',
    subject: null,
    actor: null,
    confidence: 0.8,
    summary: `${outage.count} agent instances of ${where} fell silent together${
      kill ? ' while a kill is in force: nobody can see whether it holds' : ''
    }`,
    evidence: [silence.lastEvent],
    count: outage.count,
    firstTime: outage.start,
    lastTime: silence.due,
  };
}
