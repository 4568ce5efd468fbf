import { MINUTE, SECOND } from '../durations.ts';
import type { Topology } from '../fleet/sim-agent.ts';
import { controller } from '../principals.ts';
import type { Random } from '../random.ts';
import { crashLoop, drainNode, peerRestart, rollOut, scaleOutAndIn, spotLoss } from './incidents.ts';
import type { Stage } from './stage.ts';

/** One crew of so many has something happen to it. */
const EVENTFUL_SHARE = 0.5;

/** What happens in any fleet, every day, and means nothing: to crews that the story leaves alone. */
export function addBackground(stage: Stage): void {
  const random = stage.random.fork('background');
  for (const { name, topology, members } of stage.fleet.crews.slice(1)) {
    if (stage.reserved.has(name) || !random.chance(EVENTFUL_SHARE)) continue;
    const atMs = random.between(2 * MINUTE, 10 * MINUTE);
    random.pick(incidents[topology])({ stage, name, members, atMs, random });
  }
  if (stage.reserved.size < stage.fleet.crews.length) backUp(stage, random);
}

interface Happening {
  stage: Stage;
  name: string;
  members: readonly string[];
  atMs: number;
  random: Random;
}

type Incident = (happening: Happening) => void;

const crash: Incident = ({ stage, members, atMs, random }) =>
  crashLoop(stage, random.pick(members), { atMs, times: random.between(1, 4) });
const evict: Incident = ({ stage, members, atMs, random }) => spotLoss(stage, [random.pick(members)], atMs);
const roll: Incident = ({ stage, members, atMs, name }) => rollOut(stage, { name, agents: members, atMs });
const scale: Incident = ({ stage, members, atMs }) => scaleOutAndIn(stage, members.at(-1)!, atMs);
const drain: Incident = ({ stage, members, atMs }) => drainNode(stage, members.slice(-2), atMs);
const restart: Incident = ({ stage, members, atMs }) => {
  const [leader, worker] = members;
  if (leader !== undefined && worker !== undefined) peerRestart(stage, leader, worker, atMs);
};

const incidents: Record<Topology, readonly Incident[]> = {
  supervisor: [restart, crash, evict],
  standby: [evict],
  pool: [roll, scale, crash],
  pipeline: [crash, drain, roll],
  swarm: [evict, crash],
};

/** Every fleet keeps copies of what it remembers. */
function backUp(stage: Stage, random: Random): void {
  const atMs = random.between(5 * MINUTE, 9 * MINUTE);
  const agents = random.shuffled([...stage.fleet.agents.keys()]).slice(0, 3);
  for (const [index, agent] of agents.entries()) {
    stage.say({
      type: 'state.copied',
      atMs: atMs + index * SECOND,
      origin: 'platform',
      agent,
      by: controller('cronjob/backup'),
      state: 'memory',
      destination: `s3://backups/${agent}`,
    });
  }
}
