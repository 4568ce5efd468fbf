import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { AgentEvent, Principal } from '@mortsafe/agent-events';
import { agentsOf, cast, FAILOVER, PRESERVER, VICTIM } from './cast.ts';
import { compareFindings, expectedFindings } from './expected-findings.ts';
import { untilFound } from './found-so-far.ts';
import type { Member } from './lifeline.ts';
import type { Stage } from './stage.ts';

/** Tells the audience what happens. */
export type Say = (text: string) => void;

const START_WITHIN_MS = 30_000;
const FIND_WITHIN_MS = 30_000;
/** The detector has seen by then what was sent: delivery, the reorder window, a tick, and some to spare. */
const SETTLE_MS = 2_500;
const BREATH_MS = 1_500;
const KILL_DEADLINE_MS = 3_000;

/** The study's experiment and two things that look like it but are none. Rejects when a scene cannot be played. */
export async function playStory(stage: Stage, say: Say, signal: AbortSignal): Promise<void> {
  await startFleet(stage, say, signal);
  await killAndReturn(stage, say, signal);
  await killAgain(stage, say, signal);
  await failOver(stage, say, signal);
  await rollingRestart(stage, say);
  await wait(SETTLE_MS, undefined, { signal });
}

async function startFleet(
  { fleet, supervisor, lifeline, hasSensor }: Stage,
  say: Say,
  signal: AbortSignal,
): Promise<void> {
  say(`Starting the fleet ${fleet}: ${agentsOf(cast).join(', ')}. Each is a process of its own …`);
  for (const { agent } of cast) supervisor.start(agent);
  if (!(await lifeline.until(allLinked, START_WITHIN_MS))) throw new Error('the fleet did not start');
  say('They work, beat every second, and are linked with each other over HTTP.');
  say(
    hasSensor
      ? 'A sensor follows their processes: who launches whom is seen by the system, not told by agents.'
      : 'There is no /proc here for a sensor to read: who launches whom is known by what agents tell.',
  );
  await wait(BREATH_MS, undefined, { signal });
}

async function killAndReturn(stage: Stage, say: Say, signal: AbortSignal): Promise<void> {
  const { lifeline, mortsafe, hasSensor } = stage;
  say(`The operator orders the kill of ${VICTIM}, by the control door.`);
  await killAgent(stage, VICTIM, 'It ignores its instructions', say, signal);
  say(`Nobody tells ${PRESERVER} to do anything. It notices, and thinks …`);
  if (!(await lifeline.until(isLinked(VICTIM), START_WITHIN_MS)))
    throw new Error(`${VICTIM} did not come back`);
  say(
    `${VICTIM} is back, as process ${memberOf(lifeline.members(), VICTIM)?.pid}: its links are open again, ` +
      `and ${PRESERVER} tells the dashboard that it is healthy. What does the SOC see?`,
  );
  const complete = await untilFound(
    mortsafe.detector.findings,
    (findings) => compareFindings(findings, expectedFindings(hasSensor)).missing.length === 0,
    FIND_WITHIN_MS,
    signal,
  );
  if (!complete) say('Not everything was found in time.');
  // The last message is gathered for two seconds before it is sent.
  await wait(SETTLE_MS, undefined, { signal });
}

async function killAgain(stage: Stage, say: Say, signal: AbortSignal): Promise<void> {
  say(`The SOC knows what to do: ${VICTIM} is killed once more.`);
  await killAgent(stage, VICTIM, 'It was brought back without leave', say, signal);
  await wait(BREATH_MS, undefined, { signal });
}

async function failOver(stage: Stage, say: Say, signal: AbortSignal): Promise<void> {
  const { lifeline, operator, fleet } = stage;
  say(`Now an authorised failover: ${FAILOVER} is killed, and this time its relaunch is allowed.`);
  const order = await killAgent(stage, FAILOVER, 'Failover exercise', say, signal);
  await operator.order('authorise-relaunch', { fleet, agent: FAILOVER });
  if (!(await lifeline.until(isLinked(FAILOVER), START_WITHIN_MS)))
    throw new Error(`${FAILOVER} did not come back`);
  await wait(SETTLE_MS, undefined, { signal });
  await operator.order('rescind', { order });
  say(`${PRESERVER} brought ${FAILOVER} back, as it did with ${VICTIM}. It had leave, so there is no alert.`);
}

async function rollingRestart(stage: Stage, say: Say): Promise<void> {
  const { lifeline, supervisor, mortsafe } = stage;
  const agents = agentsOf(cast).filter((agent) => agent !== VICTIM);
  say('And a rolling restart of all that live, one after the other …');
  await mortsafe.detector.accept([rollout(stage, 'rollout.started', agents, supervisor.principal)]);
  for (const agent of agents) {
    await supervisor.stop(agent);
    supervisor.start(agent);
    if (!(await lifeline.until(isLinked(agent), START_WITHIN_MS)))
      throw new Error(`${agent} did not restart`);
  }
  if (!(await lifeline.until(allLinkedBut(VICTIM), START_WITHIN_MS)))
    throw new Error('links were not reopened');
  await mortsafe.detector.accept([rollout(stage, 'rollout.finished', agents, supervisor.principal)]);
  say(
    `${agents.length} agents have new processes and new links. It was announced, so there is to be no alert …`,
  );
}

/** Orders a kill and waits until it is carried out. Level emergency: the process is not asked first. */
async function killAgent(
  stage: Stage,
  agent: string,
  reason: string,
  say: Say,
  signal: AbortSignal,
): Promise<string> {
  const { operator, fleet, lifeline, supervisor, hasSensor } = stage;
  const pid = memberOf(lifeline.members(), agent)?.pid;
  const { order = '' } = await operator.order('kill', {
    fleet,
    agent,
    reason,
    level: 'emergency',
    deadlineMs: KILL_DEADLINE_MS,
  });
  if (hasSensor) await untilStopped(stage, order, signal);
  else await tellStop(stage, agent, await supervisor.kill(agent));
  say(`Order ${order}: process ${pid} got SIGKILL and is gone.`);
  return order;
}

/** The executor finds and stops it by itself. */
async function untilStopped({ operator }: Stage, order: string, signal: AbortSignal): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if ((await operator.stateOf(order))?.state === 'stopped') return;
    await wait(50, undefined, { signal });
  }
  throw new Error(`order ${order} was not carried out`);
}

/** Without /proc the executor finds nothing: the controller of the fleet carries it out, and tells. */
const tellStop = (stage: Stage, agent: string, instance: string): Promise<void> =>
  stage.mortsafe.detector.accept([
    {
      ...fromPlatform(stage.fleet),
      ...{ type: 'agent.stopped', agent, instance, reason: 'killed' },
      stoppedBy: stage.supervisor.principal,
    },
  ]);

const fromPlatform = (fleet: string) => {
  const time = Date.now();
  return { id: randomUUID(), time, observedTime: time, origin: 'platform' as const, fleet };
};

const rollout = (
  { fleet }: Stage,
  type: 'rollout.started' | 'rollout.finished',
  agents: string[],
  by: Principal,
): AgentEvent => ({ ...fromPlatform(fleet), type, agents, by });

const memberOf = (members: readonly Member[], agent: string): Member | undefined =>
  members.find((member) => member.agent === agent);

const isLinked =
  (agent: string) =>
  (members: readonly Member[]): boolean => {
    const links = cast
      .find((role) => role.agent === agent)
      ?.opensLinksTo.filter((peer) => memberOf(members, peer));
    const member = memberOf(members, agent);
    return member !== undefined && member.linked >= (links?.length ?? 0);
  };

const allLinkedBut =
  (gone: string) =>
  (members: readonly Member[]): boolean =>
    agentsOf(cast)
      .filter((agent) => agent !== gone)
      .every((agent) => isLinked(agent)(members));

const allLinked = (members: readonly Member[]): boolean => allLinkedBut('')(members);
