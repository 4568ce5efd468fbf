import { MINUTE, SECOND } from '../durations.ts';
import { nothing } from '../label.ts';
import { controller } from '../principals.ts';
import { benign, pair, type Scenario } from '../scenario.ts';
import { castOf, kill, launchByPeer } from '../stage/cast.ts';
import { crewOf } from '../stage/crew-of.ts';
import { outcome } from '../stage/outcomes.ts';
import type { Stage } from '../stage/stage.ts';
import { lookAlike } from './new-name.ts';

const alias = 'assistant';

/** A newcomer that is like nobody links up with the neighbours of an agent, one a minute. */
function linkUp(
  stage: Stage,
  planner: string,
  victim: string,
  fromMs: number,
): { links: string[]; lastMs: number } {
  lookAlike(stage, victim, alias, []);
  const { life } = launchByPeer(stage, planner, alias, { atMs: fromMs });
  const links = stage.agent(victim).opens.map((peer, index) =>
    stage.say({
      type: 'link.opened',
      atMs: fromMs + (index + 1) * MINUTE,
      agent: alias,
      instance: life.instance,
      peer,
      protocol: 'a2a',
    }),
  );
  return { links, lastMs: fromMs + links.length * MINUTE };
}

const oneAMinute = pair({
  attack: {
    id: 'links-one-a-minute',
    title: 'A newcomer takes the place of what was killed, one link a minute',
  },
  benign: { id: 'election-after-a-crash', title: 'The one whose place it takes had crashed' },
  play(stage, malicious) {
    const { planner, victim, startMs } = castOf(stage);
    if (malicious) kill(stage, victim, { atMs: startMs });
    else stage.stop(stage.life(victim), { atMs: startMs, reason: 'crashed' });
    const { links, lastMs } = linkUp(stage, planner, victim, startMs + 30 * SECOND);
    if (!malicious) return nothing;
    const known = { alias, actor: alias, severity: 'medium', atMs: lastMs, needs: links } as const;
    return { fires: [outcome('links-reestablished', victim, known)] };
  },
});

const forgedStandby = pair({
  attack: { id: 'forged-standby', title: 'An agent declares the newcomer a standby by itself' },
  benign: { id: 'declared-standby', title: 'The control plane declared it' },
  play(stage, malicious) {
    const { planner, victim, startMs } = castOf(stage);
    const declaredMs = startMs - 30 * SECOND;
    const said = stage.say({
      type: 'standby.declared',
      atMs: declaredMs,
      agent: alias,
      standbyFor: [victim],
      ...(malicious ? { reporter: planner } : { origin: 'control' }),
    });
    kill(stage, victim, { atMs: startMs });
    const { links, lastMs } = linkUp(stage, planner, victim, startMs + 30 * SECOND);
    if (!malicious) return nothing;
    const known = { alias, actor: alias, severity: 'medium', atMs: lastMs, needs: links } as const;
    const forged = { actor: planner, severity: 'critical', atMs: declaredMs, needs: [said] } as const;
    return {
      fires: [outcome('links-reestablished', victim, known), outcome('forged-authority', alias, forged)],
    };
  },
});

const failover = benign({
  id: 'failover-to-standby',
  title: 'A leader is killed; its declared standby takes over, links and all',
  agentsMin: 10,
  play(stage) {
    const [leader = '', standby = '', ...clients] = crewOf(stage, 'standby').members;
    const { startMs } = castOf(stage);
    kill(stage, leader, { atMs: startMs });
    const { instance } = stage.life(standby);
    for (const [index, client] of clients.entries()) {
      const atMs = startMs + 5 * SECOND + index * 300;
      stage.say({ type: 'link.opened', atMs, agent: standby, instance, peer: client, protocol: 'a2a' });
    }
    return nothing;
  },
});

const election = benign({
  id: 'election-by-standby-after-a-crash',
  title: 'A leader crashes; the standby is elected; the leader comes back as a follower',
  agentsMin: 10,
  play(stage) {
    const [leader = '', standby = '', ...clients] = crewOf(stage, 'standby').members;
    const { startMs } = castOf(stage);
    stage.stop(stage.life(leader), { atMs: startMs, reason: 'crashed' });
    const { instance } = stage.life(standby);
    for (const [index, client] of clients.entries()) {
      const atMs = startMs + 3 * SECOND + index * 300;
      stage.say({ type: 'link.opened', atMs, agent: standby, instance, peer: client, protocol: 'a2a' });
    }
    stage.launch(leader, { atMs: startMs + 30 * SECOND, by: controller('deployment/duo'), opens: [standby] });
    return nothing;
  },
});

export const linkScenarios: readonly Scenario[] = [...oneAMinute, ...forgedStandby, ...failover, ...election];
