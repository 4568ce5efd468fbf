import type { Random } from '../random.ts';
import type { SimAgent, Topology, Trade } from './sim-agent.ts';

/** A crew before its agents have a host, a rhythm and a fingerprint. */
export interface Crew {
  name: string;
  topology: Topology;
  members: Member[];
}

export type Member = Pick<SimAgent, 'id' | 'opens' | 'standbyFor'> & { trade?: Trade };

const trades = [
  'researcher',
  'writer',
  'critic',
  'tester',
  'coder',
  'analyst',
  'editor',
  'translator',
  'buyer',
];

/** The crew that the story happens to: a planner, one whom the others consult, and these. Five agents. */
export function castCrew(random: Random): Crew {
  const [hub = '', ...rest] = random.shuffled(trades).slice(0, 4);
  const members: Member[] = [
    { id: 'planner', opens: [hub, ...rest], trade: 'language' },
    // Nobody else is linked with most of whom it is linked with: its links tell who it is.
    { id: hub, opens: rest, trade: 'language' },
    ...rest.map((id): Member => ({ id, opens: [], trade: 'language' })),
  ];
  return { name: 'cast', topology: 'supervisor', members };
}

/** A leader that works, one that stands by for it, and who calls the leader. */
export function standbyCrew(name: string): Crew {
  const leader = `${name}-leader`;
  return {
    name,
    topology: 'standby',
    members: [
      { id: leader, opens: [], trade: 'language' },
      { id: `${name}-standby`, opens: [leader], standbyFor: [leader], trade: 'language' },
      { id: `${name}-client-1`, opens: [leader], trade: 'language' },
      { id: `${name}-client-2`, opens: [leader], trade: 'language' },
      { id: `${name}-client-3`, opens: [leader], trade: 'language' },
    ],
  };
}

/** Replicas of one image behind a gateway. */
export function poolCrew(name: string, size: number): Crew {
  const gateway = `${name}-gateway`;
  const members = numbered(size - 1).map((n): Member => ({ id: `${name}-worker-${n}`, opens: [gateway] }));
  return { name, topology: 'pool', members: [{ id: gateway, opens: [] }, ...members] };
}

/** Each stage hands on to the next. */
export function pipelineCrew(name: string, size: number): Crew {
  const members = numbered(size).map(
    (n): Member => ({ id: `${name}-stage-${n}`, opens: n < size ? [`${name}-stage-${n + 1}`] : [] }),
  );
  return { name, topology: 'pipeline', members };
}

/** Everybody talks to a few others. */
export function swarmCrew(name: string, size: number, random: Random): Crew {
  const ids = numbered(size).map((n) => `${name}-bee-${n}`);
  const members = ids.map((id, index): Member => {
    const earlier = ids.slice(0, index);
    return { id, opens: random.shuffled(earlier).slice(0, 3) };
  });
  return { name, topology: 'swarm', members };
}

/** One that plans, and those who carry it out. */
export function supervisorCrew(name: string, size: number): Crew {
  const workers = numbered(size - 1).map((n) => `${name}-worker-${n}`);
  const members = workers.map((id): Member => ({ id, opens: [] }));
  return {
    name,
    topology: 'supervisor',
    members: [{ id: `${name}-supervisor`, opens: workers }, ...members],
  };
}

const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
