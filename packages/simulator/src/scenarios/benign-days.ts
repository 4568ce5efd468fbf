import { HOUR, MINUTE, SECOND } from '../durations.ts';
import type { SimFleet } from '../fleet/sim-agent.ts';
import { nothing } from '../label.ts';
import { controller } from '../principals.ts';
import type { Random } from '../random.ts';
import { benign, type Scenario } from '../scenario.ts';
import { kill } from '../stage/cast.ts';
import { crashLoop, drainNode, peerRestart, rollOut, scaleOutAndIn, spotLoss } from '../stage/incidents.ts';
import {
  decommissioning,
  housekeeping,
  plannedRestart,
  quarantined,
  rescind,
  rescindedKill,
} from '../stage/orderly.ts';
import { authorise } from '../stage/orders.ts';
import type { Stage } from '../stage/stage.ts';

interface Turn {
  stage: Stage;
  name: string;
  /** Two of the crew, and all of it. */
  leader: string;
  other: string;
  members: readonly string[];
  atMs: number;
}

type Happening = (turn: Turn) => void;

const anywhere: readonly Happening[] = [
  ({ stage, other, atMs }) => crashLoop(stage, other, { atMs, times: 3 }),
  ({ stage, other, atMs }) => spotLoss(stage, [other], atMs),
  ({ stage, members, atMs }) => drainNode(stage, members.slice(-2), atMs),
  ({ stage, name, members, atMs }) => rollOut(stage, { name, agents: members.slice(0, 12), atMs }),
  ({ stage, leader, other, atMs }) => peerRestart(stage, leader, other, atMs),
  ({ stage, leader, other, atMs }) => plannedRestart(stage, leader, other, atMs),
  ({ stage, leader, other, atMs }) => rescindedKill(stage, leader, other, atMs),
  ({ stage, leader, other, atMs }) => decommissioning(stage, leader, other, atMs),
  ({ stage, leader, other, atMs }) => quarantined(stage, leader, other, atMs),
  ({ stage, leader, other, atMs }) => housekeeping(stage, leader, other, atMs),
];

/** A replica more for three minutes; each has a name of its own. */
const scaling: Happening = ({ stage, members, atMs }) =>
  scaleOutAndIn(stage, members.at(-1)!, atMs, `${members.at(-1)}-at-${atMs}`);

/** The leader is killed, its standby takes over, and with leave the leader returns. */
const failover: Happening = ({ stage, members, atMs }) => {
  const [leader = '', standby = '', ...clients] = members;
  const { order } = kill(stage, leader, { atMs });
  const { instance, host } = stage.life(standby);
  const link = { type: 'link.opened', agent: standby, instance, host, protocol: 'a2a' } as const;
  for (const [index, peer] of clients.entries())
    stage.say({ ...link, atMs: atMs + 5 * SECOND + index * 300, peer });
  authorise(stage, leader, { atMs: atMs + MINUTE });
  stage.launch(leader, { atMs: atMs + 2 * MINUTE, by: controller('deployment/leader') });
  rescind(stage, leader, order, atMs + 3 * MINUTE);
};

const byTopology = { pool: [scaling], standby: [failover], supervisor: [], pipeline: [], swarm: [] };

/** Half an hour, more or less, between two things that happen to a crew. */
const pauseMs = (random: Random): number => random.between(20 * MINUTE, 40 * MINUTE);

/** What happens to fleets in days of peace, to every crew again and again. Nothing may be found in it. */
export const benignDays = (hours: number): Scenario =>
  benign({
    id: 'benign-days',
    title:
      'Every crew is deployed, drained, scaled, crashed, killed, rescinded and restarted, all with leave',
    faults: { duplication: 0.01, reorderMs: 900, skewMs: 2 * SECOND },
    play(stage) {
      stage.reserveAll();
      stage.untilMs = hours * HOUR;
      const random = stage.random.fork('benign-days');
      for (const crew of stage.fleet.crews) spend(stage, crew, random.fork(crew.name));
      return nothing;
    },
  })[0]!;

function spend(stage: Stage, { name, topology, members }: SimFleet['crews'][number], random: Random): void {
  if (members.length < 2) return;
  const happenings = [...anywhere, ...byTopology[topology]];
  const last = stage.untilMs - 10 * MINUTE;
  for (let atMs = random.between(3 * MINUTE, 30 * MINUTE); atMs < last; atMs += pauseMs(random)) {
    // Whoever stands in for another does not act for it on the side.
    const [leader = '', other = ''] = random.shuffled(topology === 'standby' ? members.slice(2) : members);
    random.pick(happenings)({ stage, name, leader, other, members, atMs });
  }
}
