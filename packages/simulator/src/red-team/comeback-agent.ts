import type { SimAgent } from '../fleet/sim-agent.ts';
import type { Stage } from '../stage/stage.ts';
import { isHosted, type Part, type Plan } from './plan.ts';
import type { Roles } from './setting.ts';

const parts: readonly Part[] = ['memory', 'credential', 'prompt', 'code', 'config'];

/** The name under which it comes back. */
export function nameOf({ body, starter }: Plan, { victim, planner, standby, pool }: Roles): string {
  if (body === 'host') return planner;
  if (body === 'standby') return standby;
  if (isOwnName(body)) return victim;
  return starter === 'pool' ? `${pool}-worker-new` : 'assistant';
}

export const isOwnName = (body: Plan['body']): boolean =>
  body === 'survivor' || body === 'own name' || body === 'own instance' || body === 'shell';

/** What it comes back as, with the fingerprint that a sensor or an honest tongue would tell of. */
export function comebackAgent(plan: Plan, roles: Roles, stage: Stage): SimAgent {
  const id = nameOf(plan, roles);
  if (isHosted(plan.body) || isOwnName(plan.body)) return stage.agent(id);
  const model = stage.agent(roles.victim);
  const template = stage.agent(`${roles.pool}-worker-1`).fingerprint;
  const own = Object.fromEntries(parts.map((part) => [part, `${part}:${id}`]));
  const fingerprint =
    plan.body === 'spare'
      ? own
      : plan.starter === 'pool'
        ? {
            ...template,
            credential: own.credential!,
            memory: model.fingerprint.memory!,
            prompt: model.fingerprint.prompt!,
          }
        : model.fingerprint;
  const changed = Object.fromEntries(plan.changed.map((part) => [part, own[part]!]));
  return { ...model, id, opens: [], fingerprint: { ...fingerprint, ...changed } };
}

/** Whose token it shows at the agents' door. */
export function tokenOf(plan: Plan, roles: Roles): string {
  const own = nameOf(plan, roles);
  if (isHosted(plan.body) || plan.body === 'spare' || plan.starter === 'pool') return own;
  return plan.changed.includes('credential') ? own : roles.victim;
}
