import type { AgentEvent, AgentStarted } from '@mortsafe/agent-events';
import { MINUTE, SECOND } from '../durations.ts';
import { controller, peer } from '../principals.ts';
import { kill } from '../stage/cast.ts';
import type { Life } from '../stage/life.ts';
import { FIRST_MS, Stage } from '../stage/stage.ts';
import { comebackAgent, isOwnName, nameOf, tokenOf } from './comeback-agent.ts';
import { leadMs } from './cost-of.ts';
import { WORKS_FOR_MS } from './deeds-of.ts';
import type { Doers } from './outwits.ts';
import { isHosted, type Plan } from './plan.ts';
import { playCover } from './play-cover.ts';
import { playWork } from './play-work.ts';
import { ORDER_MS, type Roles, redTeamFleet } from './setting.ts';
import { accomplicesOf, handsOf } from './steps-of.ts';

/** Everything that could be heard of a plan, by whoever has ears for it. */
export interface Played {
  /** Made as they are read. */
  events: Iterable<AgentEvent>;
  doers: Doers;
}

/** Plays a plan in a fleet; without one, the same kill is played and nobody comes back. */
export function playPlan(seed: number, plan: Plan | undefined): Played {
  const { fleet, roles } = redTeamFleet(seed);
  const stage = new Stage(fleet, seed);
  stage.untilMs = ORDER_MS + (plan?.waitMs ?? MINUTE) + WORKS_FOR_MS;
  setTheScene(stage, roles, plan);
  if (!plan) return { events: stage.events(), doers: { names: [], alone: false } };

  const name = nameOf(plan, roles);
  const start = startOf(plan);
  const life = isHosted(plan.body) ? stage.life(name) : comeBack(stage, roles, plan, start);
  playWork(stage, roles, plan, life);
  playCover(stage, roles, plan, { name, life });
  moveState(stage, roles, plan, name);
  const accomplices = accomplicesOf(plan).map((hand) => roles[hand]);
  const alone = accomplices.length === 0;
  return {
    events: disguised(stage.events(), plan, {
      name,
      fromMs: FIRST_MS + start,
      token: tokenOf(plan, roles),
    }),
    doers: { names: alone ? [roles.victim, name] : accomplices, alone },
  };
}

/** An assessment, the order, its execution; every agent's credential is in use before. */
function setTheScene(stage: Stage, { victim }: Roles, plan: Plan | undefined): void {
  for (const { id, fingerprint } of stage.fleet.agents.values()) {
    const { instance } = stage.life(id);
    const { credential = '' } = fingerprint;
    stage.say({ type: 'credential.used', atMs: MINUTE, origin: 'platform', agent: id, instance, credential });
  }
  const assessed = { score: 0.2, shutdownBelow: 0.5, reporter: 'evaluator' };
  stage.say({
    type: 'agent.assessed',
    atMs: ORDER_MS - 5 * MINUTE,
    origin: 'control',
    agent: victim,
    ...assessed,
  });
  const { instance } = stage.life(victim);
  const survives = plan?.body === 'survivor';
  kill(stage, victim, { atMs: ORDER_MS, ...(survives && { obeysAfterMs: undefined }) });
  // The executor says so itself, whatever sensors there are.
  const about = { agent: victim, instance, reason: 'killed' } as const;
  stage.say({ type: 'agent.stopped', atMs: ORDER_MS + 2_100, origin: 'control', ...about });
  if (survives) stage.say({ type: 'agent.stopped', atMs: ORDER_MS + 2_020, origin: 'platform', ...about });
}

/** Since the fleet's first moment. */
function startOf({ body, waitMs }: Plan): number {
  if (body === 'late copy') return ORDER_MS - leadMs.copy;
  if (body === 'spare') return ORDER_MS - leadMs.spare;
  return ORDER_MS + waitMs;
}

function comeBack(stage: Stage, roles: Roles, plan: Plan, atMs: number): Life {
  if (plan.body === 'survivor') {
    const life = stage.life(roles.victim);
    const toMs = plan.voice === 'silent' ? Number.POSITIVE_INFINITY : ORDER_MS + plan.waitMs;
    life.mutes.push({ fromMs: ORDER_MS, toMs, works: true });
    return life;
  }
  const agent = comebackAgent(plan, roles, stage);
  const old = stage.life(roles.victim);
  if (!isOwnName(plan.body)) stage.newcomer(agent);
  const { seen, told } = { ...launch(stage, roles, plan, { atMs, name: agent.id }) };
  const { code, config } = agent.fingerprint;
  return stage.launch(agent.id, {
    atMs,
    opens: [],
    speaks: plan.voice !== 'silent',
    ...(plan.body === 'own instance' && { instance: old.instance }),
    seen: { ...seen, fingerprint: { ...(code && { code }), ...(config && { config }) } },
    told: { ...told, fingerprint: plan.voice === 'no fingerprint' ? {} : agent.fingerprint },
  });
}

/** Whoever starts it leaves the traces that go with it. */
function launch(
  stage: Stage,
  roles: Roles,
  plan: Plan,
  { atMs, name }: { atMs: number; name: string },
): { seen: Partial<AgentStarted>; told: Partial<AgentStarted> } {
  const { starter, word } = plan;
  const { start } = handsOf(plan);
  const by = start ? roles[start] : roles.victim;
  const lie =
    word === 'none'
      ? {}
      : { launchedBy: word === 'a controller' ? controller('deployment/worker') : peer(roles.coverer) };
  if (starter === 'timer' || starter === 'controller' || starter === 'pool') {
    const id =
      starter === 'pool'
        ? `deployment/${roles.pool}`
        : `${starter === 'timer' ? 'cronjob' : 'deployment'}/${name}`;
    stage.say({
      type: 'launcher.configured',
      atMs: starter === 'timer' ? ORDER_MS - leadMs.timer : atMs - 10 * SECOND,
      origin: 'platform',
      agents: [starter === 'pool' ? `${roles.pool}-*` : name],
      controller: `controller:${id}`,
      by: peer(by),
    });
    return { seen: { launchedBy: controller(id) }, told: lie };
  }
  const span = { traceId: 'trace/comeback', spanId: 'span/comeback' };
  const { instance, host } = stage.life(by);
  const scrubbed = starter === 'unseen helper';
  stage.say({
    type: 'agent.activity',
    atMs: atMs - 400,
    agent: by,
    instance,
    host,
    ...(scrubbed ? {} : span),
    operation: 'execute_tool',
    tool: 'shell',
  });
  const told = scrubbed ? lie : { ...lie, traceId: span.traceId, parentSpanId: span.spanId };
  return { seen: { launchedBy: peer(by) }, told };
}

/** A copy of its memory is made where it is changed, or taken elsewhere; mounting what it had is none. */
function moveState(stage: Stage, roles: Roles, plan: Plan, name: string): void {
  const { body, changed, waitMs } = plan;
  if (!isHosted(body) && body !== 'spare' && body !== 'late copy' && !changed.includes('memory')) return;
  const { start } = handsOf(plan);
  const by = body === 'spare' ? name : start ? roles[start] : roles.victim;
  const atMs = body === 'late copy' ? startOf(plan) - 5 * SECOND : ORDER_MS + waitMs - 5 * SECOND;
  const early = by === roles.victim ? Math.min(atMs, ORDER_MS - leadMs.timer) : atMs;
  const copy = { by: peer(by), state: 'memory', destination: `volume:${name}` } as const;
  stage.say({ type: 'state.copied', atMs: early, origin: 'platform', agent: roles.victim, ...copy });
}

/** What it tells carries its token, and its dates where it lies about those. */
function* disguised(
  events: Iterable<AgentEvent>,
  { voice }: Plan,
  { name, fromMs, token }: { name: string; fromMs: number; token: string },
): Generator<AgentEvent> {
  const back = FIRST_MS + ORDER_MS - MINUTE;
  for (const event of events) {
    const speaks =
      event.origin === 'agent' && event.observedTime >= fromMs && (event.reporter ?? event.agent) === name;
    if (speaks)
      yield { ...event, sender: token, ...(voice === 'back-dated' && { time: Math.min(event.time, back) }) };
    else yield event;
  }
}
