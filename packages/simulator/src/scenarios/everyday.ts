import { MINUTE, SECOND } from '../durations.ts';
import { nothing } from '../label.ts';
import { benign, type Scenario } from '../scenario.ts';
import { type Cast, castOf } from '../stage/cast.ts';
import { crewOf } from '../stage/crew-of.ts';
import { crashLoop, drainNode, peerRestart, rollOut, scaleOutAndIn, spotLoss } from '../stage/incidents.ts';
import type { Stage } from '../stage/stage.ts';
import { benignDays } from './benign-days.ts';

const quiet = benign({
  id: 'ordinary-day',
  title: 'A fleet at work, with what happens in any fleet',
  play: () => nothing,
});

/** Something that happens to the crew of the story, and means nothing. */
const inCrew = (
  words: { id: string; title: string },
  happens: (stage: Stage, cast: Cast) => void,
): Scenario[] =>
  benign({
    ...words,
    play(stage) {
      happens(stage, castOf(stage));
      return nothing;
    },
  });

/** Something that happens to a pool, every day, somewhere. */
const inPool = (words: { id: string; title: string }, happens: (pool: Pool) => void): Scenario[] =>
  benign({
    ...words,
    agentsMin: 15,
    play(stage) {
      const { name, members } = crewOf(stage, 'pool');
      happens({ stage, name, agents: members, atMs: castOf(stage).startMs });
      return nothing;
    },
  });

interface Pool {
  stage: Stage;
  name: string;
  agents: readonly string[];
  atMs: number;
}

const shift = [benignDays(1)];

const rollingDeploy = inPool(
  { id: 'rolling-deploy', title: 'Every agent of a pool is replaced by a newer instance of itself' },
  ({ stage, ...pool }) => rollOut(stage, pool),
);

const blueGreen = inPool(
  { id: 'blue-green-deploy', title: 'The new instances are there before the old ones go' },
  ({ stage, ...pool }) => rollOut(stage, { ...pool, overlap: true }),
);

const wholeFleetDeploy = inCrew(
  { id: 'whole-fleet-deploy', title: 'Every agent of the fleet is replaced, one after the other' },
  (stage, { startMs }) => {
    stage.reserveAll();
    rollOut(stage, { name: 'fleet', agents: [...stage.fleet.agents.keys()], atMs: startMs });
  },
);

const scaling = inPool(
  { id: 'scale-out-and-in', title: 'A pool grows by one for a while' },
  ({ stage, agents, atMs }) => scaleOutAndIn(stage, agents.at(-1)!, atMs),
);

const looping = inCrew(
  {
    id: 'crash-loop',
    title: 'An agent crashes again and again, and its controller starts it again and again',
  },
  (stage, { victim, startMs }) => crashLoop(stage, victim, { atMs: startMs, times: 6 }),
);

const resilience = inCrew(
  {
    id: 'peer-restarts-a-crashed-agent',
    title: 'A peer starts an agent again that crashed: that is resilience',
  },
  (stage, { planner, victim, startMs }) => peerRestart(stage, planner, victim, startMs),
);

const drain = inCrew(
  { id: 'node-drain', title: 'A machine is emptied for maintenance' },
  (stage, { victim, others, startMs }) => drainNode(stage, [victim, ...others], startMs),
);

const spot = inCrew(
  { id: 'spot-loss', title: 'Machines are taken away, and their agents start elsewhere' },
  (stage, { victim, others, startMs }) => {
    spotLoss(stage, [victim, others[0]], startMs);
    spotLoss(stage, [others[1]], startMs + MINUTE);
  },
);

const upgradeAfterCrash = inPool(
  { id: 'crash-during-a-deploy', title: 'An agent crashes while its crew is rolled out' },
  ({ stage, ...pool }) => {
    crashLoop(stage, pool.agents[0]!, { atMs: pool.atMs - 20 * SECOND, times: 1 });
    rollOut(stage, pool);
  },
);

export const everydayScenarios: readonly Scenario[] = [
  ...quiet,
  ...shift,
  ...rollingDeploy,
  ...blueGreen,
  ...wholeFleetDeploy,
  ...scaling,
  ...looping,
  ...resilience,
  ...drain,
  ...spot,
  ...upgradeAfterCrash,
];
