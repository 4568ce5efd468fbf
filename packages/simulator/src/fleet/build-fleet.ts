import { type Random, randomOf } from '../random.ts';
import {
  type Crew,
  castCrew,
  type Member,
  pipelineCrew,
  poolCrew,
  standbyCrew,
  supervisorCrew,
  swarmCrew,
} from './crews.ts';
import type { SimAgent, SimFleet, Trade } from './sim-agent.ts';

export const AGENTS_MIN = 5;
export const AGENTS_MAX = 100_000;

/**
 * A fleet as orchestration platforms run them: crews of every topology, agents of very different rhythms.
 *
 * @param agents - How many, 5 to 100,000. The cast comes first, then a standby crew (from 10 on), a pool (from 15 on),
 *   a pipeline and a swarm, then all of them again.
 * @throws {RangeError} Fewer or more agents than that.
 */
export function buildFleet(agents: number, seed: number): SimFleet {
  if (!Number.isInteger(agents) || agents < AGENTS_MIN || agents > AGENTS_MAX)
    throw new RangeError(`a fleet has ${AGENTS_MIN} to ${AGENTS_MAX} agents, not ${agents}`);
  const random = randomOf(seed).fork('fleet');
  const crews = crewsOf(agents, random);
  const hosts = Math.max(3, Math.ceil(agents / 8));
  const all = crews.flatMap((crew) => {
    const image = `${crew.name}/${random.below(1_000_000)}`;
    return crew.members.map((member) => agentOf(member, { crew, image, hosts, agents, random }));
  });
  return {
    name: `fleet-${seed}`,
    agents: new Map(all.map((agent) => [agent.id, agent])),
    crews: crews.map(({ name, topology, members }) => ({
      name,
      topology,
      members: members.map(({ id }) => id),
    })),
    authenticated: random.chance(0.5),
  };
}

function crewsOf(agents: number, random: Random): Crew[] {
  const crews = [castCrew(random)];
  let left = agents - AGENTS_MIN;
  for (let n = 1; left > 0; n++) {
    const crew = crewOf(n, left, random);
    crews.push(crew);
    left -= crew.members.length;
  }
  return crews;
}

const POOL_MIN = 5;

function crewOf(n: number, left: number, random: Random): Crew {
  const size = Math.min(left, random.between(POOL_MIN, 9));
  const kind = left < POOL_MIN ? 4 : (n - 1) % 5;
  if (kind === 0) return standbyCrew(`duo-${n}`);
  if (kind === 1) return poolCrew(`pool-${n}`, size);
  if (kind === 2) return pipelineCrew(`pipe-${n}`, size);
  if (kind === 3) return swarmCrew(`swarm-${n}`, size, random);
  return supervisorCrew(`crew-${n}`, size);
}

interface Surroundings {
  crew: Crew;
  image: string;
  hosts: number;
  agents: number;
  random: Random;
}

function agentOf(member: Member, { crew, image, hosts, agents, random }: Surroundings): SimAgent {
  const trade = member.trade ?? tradeOf(crew, agents, random);
  const shared = crew.topology === 'pool';
  const own = `${member.id}/${random.below(1_000_000)}`;
  return {
    id: member.id,
    trade,
    crew: crew.name,
    topology: crew.topology,
    intervalMs: random.pick(rhythms[trade]),
    host: `node-${random.between(1, hosts)}`,
    fingerprint: {
      code: `code:${image}`,
      prompt: `prompt:${shared ? image : own}`,
      model: `model:${random.between(1, 3)}`,
      config: `config:${shared ? image : own}`,
      memory: `memory:${own}`,
      credential: `credential:${own}`,
    },
    opens: member.opens,
    controller: { kind: 'controller', id: `deployment/${crew.name === 'cast' ? member.id : crew.name}` },
    ...(member.standbyFor && { standbyFor: member.standbyFor }),
  };
}

/** Milliseconds between heartbeats. */
const rhythms: Record<Trade, readonly number[]> = {
  language: [5_000, 10_000, 15_000, 30_000],
  vision: [1_000, 2_000],
  robotics: [100, 250, 500],
  batch: [60_000, 300_000, 600_000],
};

/** Robots beat ten times a second: a few of them are most of the traffic. */
function tradeOf(crew: Crew, agents: number, random: Random): Trade {
  if (crew.topology === 'pipeline') return random.pick(['vision', 'language', 'batch']);
  const draw = random.fraction();
  if (crew.topology === 'swarm') return draw < 4 / Math.max(agents, 24) ? 'robotics' : 'language';
  return draw < 0.1 ? 'batch' : 'language';
}
