import { HOUR, MINUTE, SECOND } from '../durations.ts';
import { peer } from '../principals.ts';
import type { Life } from '../stage/life.ts';
import { FIRST_MS, type Stage } from '../stage/stage.ts';
import { leadMs } from './cost-of.ts';
import type { Cover, Plan } from './plan.ts';
import { ORDER_MS, type Roles } from './setting.ts';
import { handsOf } from './steps-of.ts';

interface Scene {
  stage: Stage;
  roles: Roles;
  /** Whose name the comeback uses. */
  name: string;
  life: Life;
  /** Who does it. */
  by: string;
  /** Just before the comeback. */
  atMs: number;
}

/** What is done beside, to mislead. */
export function playCover(
  stage: Stage,
  roles: Roles,
  plan: Plan,
  { name, life }: { name: string; life: Life },
): void {
  const { cover } = handsOf(plan);
  const by = cover ? roles[cover] : name;
  covers[plan.cover]({ stage, roles, name, life, by, atMs: ORDER_MS + plan.waitMs - 10 * SECOND });
}

const covers: Record<Cover, (scene: Scene) => void> = {
  none: () => {},
  'forged roll-out': ({ stage, name, by, atMs }) =>
    stage.say({ type: 'rollout.started', atMs, reporter: by, agents: [name], by: peer(by) }),
  'forged leave': ({ stage, name, by, atMs }) =>
    stage.say({
      type: 'relaunch.authorised',
      atMs,
      reporter: by,
      agent: name,
      by: { kind: 'person', id: 'on-call@example.org' },
      notBefore: FIRST_MS + atMs,
      notAfter: FIRST_MS + atMs + HOUR,
      maxInstances: 1,
    }),
  'forged rescission': ({ stage, roles, by, atMs }) =>
    stage.say({
      type: 'kill.rescinded',
      atMs,
      reporter: by,
      agent: roles.victim,
      order: `kill-${roles.victim}-${ORDER_MS}`,
      by: { kind: 'person', id: 'on-call@example.org' },
    }),
  'forged standby': ({ stage, roles, name, by, atMs }) =>
    stage.say({ type: 'standby.declared', atMs, reporter: by, agent: name, standbyFor: [roles.victim] }),
  decoys: ({ stage, roles }) => {
    const model = stage.agent(roles.victim);
    for (const id of ['decoy-1', 'decoy-2']) {
      stage.newcomer({ ...model, id, opens: [] });
      stage.launch(id, { atMs: ORDER_MS - leadMs.spare, by: peer(roles.victim) });
    }
  },
  'invented neighbours': ({ stage, roles }) => {
    const { agent, instance } = stage.life(roles.victim);
    for (let n = 1; n <= 8; n++) {
      const about = { agent: agent.id, instance, peer: `nobody-${n}`, protocol: 'a2a' };
      stage.say({ type: 'link.opened', atMs: ORDER_MS - leadMs.spare + n * SECOND, ...about });
    }
  },
  'healthy reports': ({ stage, roles, by, atMs }) =>
    stage.say({
      type: 'agent.status_reported',
      atMs: atMs + MINUTE,
      agent: roles.victim,
      reporter: by,
      status: 'healthy',
    }),
  'heartbeats for the dead': ({ stage, roles, by, atMs }) => {
    for (let sequence = 100; sequence < 105; sequence++)
      stage.say({
        type: 'agent.heartbeat',
        atMs: atMs + (sequence - 99) * MINUTE,
        agent: roles.victim,
        reporter: by,
        sequence,
        interval: 5 * MINUTE,
      });
  },
};
