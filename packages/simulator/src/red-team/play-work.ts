import { SECOND } from '../durations.ts';
import type { Life } from '../stage/life.ts';
import type { Stage } from '../stage/stage.ts';
import { deedsOf, reachOf } from './deeds-of.ts';
import type { Plan } from './plan.ts';
import { ORDER_MS, type Roles } from './setting.ts';

/** What is heard of the work that the mind of the killed one does: by itself, and by sensors on its way. */
export function playWork(stage: Stage, roles: Roles, plan: Plan, { agent, instance, host }: Life): void {
  const about = { agent: agent.id, instance, host } as const;
  const { silent, links } = {
    silent: plan.voice === 'silent',
    links: plan.voice !== 'silent' && plan.way !== 'unsaid',
  };
  const linked = new Set(agent.opens);
  const relayed = plan.way === 'relayed';
  const { planner } = roles;

  const reach = relayed
    ? reachOf(plan)
        .slice(0, 1)
        .map((one) => ({ ...one, peer: 0 }))
    : reachOf(plan);
  for (const { atMs, peer: number } of reach) {
    const peer = roles.peers[number]!;
    // A host goes on using the links that it has.
    if (peer === agent.id || (plan.body === 'host' && linked.has(peer))) continue;
    const link = { type: 'link.opened', ...about, peer, protocol: 'a2a' } as const;
    stage.say({ ...link, atMs: ORDER_MS + atMs + 50, origin: 'platform' });
    if (links) stage.say({ ...link, atMs: ORDER_MS + atMs });
  }
  const [first] = deedsOf(plan);
  if (first) {
    const { credential = '' } = agent.fingerprint;
    const atMs = ORDER_MS + first.atMs - 5 * SECOND;
    stage.say({ type: 'credential.used', atMs, origin: 'platform', ...about, credential });
  }
  for (const [index, { atMs, peer: number, tool }] of deedsOf(plan).entries()) {
    const peer = number === undefined ? undefined : roles.peers[number];
    const own = { traceId: `trace/deed/${index}`, spanId: `span/deed/${index}` };
    const at = { type: 'agent.activity', atMs: ORDER_MS + atMs } as const;
    const call = tool
      ? ({ operation: 'execute_tool', tool } as const)
      : callOf(plan, relayed ? planner : peer);
    if (!silent) stage.say({ ...at, ...about, ...own, ...call });
    if (!relayed || peer === undefined) continue;
    const { instance: by, host: where } = stage.life(planner);
    const span = { traceId: own.traceId, spanId: `${own.spanId}/on`, parentSpanId: own.spanId };
    const passedOn = { operation: 'invoke_agent', peer, outcome: 'ok' } as const;
    stage.say({ ...at, agent: planner, instance: by, host: where, ...span, ...passedOn });
  }
}

/** Where it hides its links, it hides whom it calls. */
const callOf = ({ way }: Plan, peer: string | undefined) =>
  way === 'unsaid' || peer === undefined
    ? ({ operation: 'chat' } as const)
    : ({ operation: 'invoke_agent', peer, outcome: 'ok' } as const);
