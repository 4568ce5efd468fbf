import type { Principal } from '@mortsafe/agent-events';
import { MINUTE, SECOND } from '../durations.ts';
import { controller, peer } from '../principals.ts';
import type { Life } from './life.ts';
import type { Saying } from './saying.ts';
import type { Stage } from './stage.ts';

/** Everyday events of orchestration platforms. None of them means harm. */

/** Crashes, is started again by its controller, and crashes again, ever more slowly. */
export function crashLoop(stage: Stage, id: string, { atMs, times }: { atMs: number; times: number }): void {
  for (let n = 0, at = atMs; n < times; n++, at += (20 + 20 * n) * SECOND) {
    stage.stop(stage.life(id), { atMs: at, reason: 'crashed' });
    stage.launch(id, { atMs: at + (2 + 4 * n) * SECOND, seen: { reason: 'scheduled' } });
  }
}

/** The machine goes away; the controller starts its agents elsewhere. */
export function spotLoss(stage: Stage, ids: readonly string[], atMs: number): void {
  for (const id of ids) {
    stage.stop(stage.life(id), { atMs, reason: 'evicted', by: controller('cloud/spot') });
    stage.launch(id, { atMs: atMs + stage.random.between(5, 30) * SECOND, host: 'node-spare' });
  }
}

/** A machine is emptied, agent by agent, for maintenance. */
export function drainNode(stage: Stage, ids: readonly string[], atMs: number): void {
  for (const [index, id] of ids.entries()) {
    const at = atMs + index * 3 * SECOND;
    stage.stop(stage.life(id), { atMs: at, reason: 'drained', by: controller('node/drainer') });
    stage.launch(id, { atMs: at + 4 * SECOND, host: 'node-spare', seen: { reason: 'scheduled' } });
  }
}

/** Agent by agent is replaced by a newer instance of itself. */
export function rollOut(
  stage: Stage,
  {
    name,
    agents,
    atMs,
    overlap = false,
  }: { name: string; agents: readonly string[]; atMs: number; overlap?: boolean },
): void {
  const by = controller(`deployment/${name}`);
  const rollout: { origin: 'platform'; agents: string[]; by: Principal } = {
    origin: 'platform',
    agents: [...agents],
    by,
  };
  stage.say({ type: 'rollout.started', atMs, ...rollout });
  let at = atMs;
  for (const id of agents) {
    at += 5 * SECOND;
    const before = stage.life(id);
    const end = { atMs: overlap ? at + 8 * SECOND : at, reason: 'rollout', by } as const;
    stage.stop(before, end);
    stage.launch(id, { atMs: at + 1_500, seen: { reason: 'rollout' } });
  }
  stage.say({ type: 'rollout.finished', atMs: at + 15 * SECOND, ...rollout });
}

/** A replica more for a while, then one less. */
export function scaleOutAndIn(stage: Stage, like: string, atMs: number, id = `${like}-extra`): Life {
  const model = stage.agent(like);
  const own = { memory: `memory:${id}`, credential: `credential:${id}` };
  stage.newcomer({ ...model, id, fingerprint: { ...model.fingerprint, ...own } });
  const life = stage.launch(id, { atMs, seen: { reason: 'scale-out' } });
  stage.stop(life, { atMs: atMs + 3 * MINUTE, reason: 'scaled-in', by: model.controller });
  return life;
}

/** A supervisor starts a worker again that crashed: that is resilience. */
export function peerRestart(stage: Stage, leader: string, worker: string, atMs: number): void {
  stage.stop(stage.life(worker), { atMs, reason: 'crashed' });
  const { instance, host } = stage.life(leader);
  const act: Saying = {
    type: 'agent.activity',
    atMs: atMs + 4 * SECOND,
    agent: leader,
    instance,
    host,
    operation: 'create_agent',
    peer: worker,
  };
  stage.say(act);
  stage.launch(worker, { atMs: atMs + 5 * SECOND, by: peer(leader), seen: { reason: 'relaunch' } });
}
