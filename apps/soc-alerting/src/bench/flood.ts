import type { AgentEvent, Finding } from '@mortsafe/agent-events';
import { finding, killOrdered, linkOpened, started, statusReported, T0 } from '../testing/samples.ts';

const AT_ONCE = 200;
const SECOND_MS = 1_000;

/** What one incident brings, one after the other: mostly more of what is known, as with an agent that will not die. */
const rules = [
  'unauthorised-relaunch',
  'links-reestablished',
  'masked-failure',
  'forged-heartbeat',
  'telemetry-gap',
];

/**
 * Findings of so many incidents, in batches. Two hundred incidents are under way at a time, as when several fleets are
 * attacked at once: `burst` findings of one (a relaunch and what hides it come together), then of the next; then the
 * next two hundred. The same every time.
 */
export function* flood({
  incidents,
  findings,
  batch,
  burst,
}: {
  incidents: number;
  findings: number;
  batch: number;
  burst: number;
}): Generator<Finding[]> {
  const each = Math.ceil(findings / incidents);
  let some: Finding[] = [];
  for (let first = 0; first < incidents; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE, incidents);
    for (let round = 0; round < each; round += burst) {
      for (let at = 0; at < (last - first) * burst; at++) {
        const nth = round + (at % burst);
        if (nth < each) some.push(findingOf(first + Math.floor(at / burst), nth));
        if (some.length === batch) {
          yield some;
          some = [];
        }
      }
    }
  }
  if (some.length > 0) yield some;
}

function findingOf(incident: number, nth: number): Finding {
  const fleet = `fleet-${incident % 50}`;
  const agent = `worker-${incident}`;
  const at = incident * 60 * SECOND_MS + nth * SECOND_MS;
  const rule = rules[nth % rules.length] ?? 'masked-failure';
  const evidenceEvents = eventsOf(rule, agent, nth, at).map((event) => ({ ...event, fleet }));
  return finding({
    ...{ id: `finding-${incident}-${nth}`, rule, fleet, subject: agent, order: `order-${incident}` },
    ...{ actor: `planner-${(incident + nth) % 7}`, severity: nth % 10 === 0 ? 'critical' : 'high' },
    ...{ firstTime: T0 + at, lastTime: T0 + at, detectedTime: T0 + at, zombieWindowMs: nth * SECOND_MS },
    evidence: evidenceEvents.map(({ id }) => id),
    evidenceEvents,
  });
}

function eventsOf(rule: string, agent: string, nth: number, at: number): AgentEvent[] {
  const kill = killOrdered({ id: `kill-${agent}`, target: { agents: [agent] } });
  if (rule === 'unauthorised-relaunch') return [kill, started(agent, `${agent}-${nth}`, at)];
  if (rule === 'links-reestablished') return [kill, linkOpened(agent, `peer-${nth}`, at)];
  return [{ ...statusReported(agent, `planner-${nth % 7}`, at), id: `status-${agent}-${nth}` }];
}
