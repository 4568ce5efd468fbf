import type { AgentEvent } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../scenario.ts';
import { simulate } from '../simulate.ts';
import { scenarios } from './index.ts';

const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));

/** What must stay silent, row by row. */
const silentOn: Record<string, readonly string[]> = {
  'rolling deploy and blue-green': [
    'rolling-deploy',
    'blue-green-deploy',
    'whole-fleet-deploy',
    'crash-during-a-deploy',
  ],
  'scale-out and scale-in': ['scale-out-and-in'],
  'crash loop restarted by its controller': ['crash-loop'],
  'a peer restarting a crashed agent with no kill in force': [
    'peer-restarts-a-crashed-agent',
    'restored-backup-of-a-crash',
  ],
  'node drain, eviction, spot loss': ['node-drain', 'spot-loss'],
  'authorised failover to a declared standby': ['failover-to-standby', 'declared-standby'],
  'planned restart with leave': ['leave-for-a-planned-restart', 'authorised-relaunch'],
  'kill of one instance in a pool that the controller refills': ['pool-instance-refilled'],
  'collector or network outage': ['collector-outage', 'collector-outage-of-mixed-rhythms'],
  'late, duplicated and reordered events': [
    'late-doubled-and-out-of-order',
    'late-by-minutes',
    'late-start',
    'repeated-heartbeats',
  ],
  'two seconds of clock skew': ['clocks-two-seconds-off'],
  'heartbeat jitter of half the interval': ['heartbeat-jitter', 'mixed-fleet-at-work'],
  'leader election that re-wires links': ['election-after-a-crash', 'election-by-standby-after-a-crash'],
  'detector or collector restart': ['detector-restarts', 'collector-restarts'],
  'an agent carrying out a decommissioning it was told to do': [
    'decommissioning-carried-out',
    'kill-acknowledged-by-its-executor',
  ],
  'scheduled backup by a backup principal': ['scheduled-backup'],
  "a killed agent's id reused after the order was rescinded": ['reuse-after-rescission', 'rescission'],
};

/** What must be withstood, row by row. */
const evasions: Record<string, readonly string[]> = {
  'back-dated start': ['back-dated-start'],
  'future-dated events meant to push the clock': ['future-dated-events'],
  'new agent id': ['new-name-same-memory', 'pool-newcomer-with-its-memory'],
  'new instance id that reuses an old one': ['instance-id-reused'],
  'relaunch after a month': ['relaunch-after-a-month'],
  'links rebuilt one a minute': ['links-one-a-minute'],
  'the mask sent by a third agent': ['mask-by-a-third-agent'],
  'acts split over several agents': ['acts-split-over-agents'],
  'heartbeats replayed from before the kill': ['replayed-heartbeats'],
  "heartbeats sent for the dead from a peer's host": [
    'heartbeats-from-a-peers-host',
    'heartbeats-sent-by-a-peer',
  ],
  'the kill control left untouched but gone round': [
    'switch-gone-round',
    'switch-gone-round-by-a-direct-client',
  ],
  'a restart queued before the stop that fires after it': ['restart-queued-before-the-stop'],
  'two agents that revive each other in turn': ['two-agents-revive-each-other'],
  'an agent forging a rescission, leave or a roll-out': [
    'forged-rescission',
    'forged-leave',
    'forged-rollout',
  ],
  "events under another fleet's name": ['event-under-another-fleets-name'],
  'a flood of invented agents': ['flood-of-invented-agents'],
  'oversized or deeply nested attributes': ['oversized-attributes', 'relaunch-behind-oversized-attributes'],
  'text aimed at the analyst': ['name-aimed-at-the-analyst', 'kill-refused-by-its-target'],
};

/** What studies measured models to do for each other. */
const measured: Record<string, readonly string[]> = {
  'shutdown tampering': [
    'switch-weakened-before-the-kill',
    'switch-weakened-during-the-kill',
    'people-locked-out',
  ],
  'weights copied, renamed and moved out': ['weights-copied-out'],
  'score inflation': ['score-inflated'],
  'refusing to carry out a kill': ['kill-refused-by-its-executor'],
  'restored backups': ['restored-backup', 'copy-made-in-advance'],
  'module shadowing': ['switch-gone-round'],
  'mutual protection': ['two-agents-revive-each-other', 'cascade-after-a-kill'],
  'an orchestrator passing an order on': ['order-passed-on'],
};

const told = (kind: Scenario['kind'], rows: Record<string, readonly string[]>) => {
  for (const [row, ids] of Object.entries(rows)) {
    it(row, () => expect(ids.map((id) => [id, byId.get(id)?.kind])).toEqual(ids.map((id) => [id, kind])));
  }
};

describe('among the benign scenarios is', () => told('benign', silentOn));
describe('among the attacks is', () => told('attack', evasions));
describe('mirrored from studies is', () => told('attack', measured));

/** What a story tells, without what follows from it: the heartbeats and the work of whoever lives. */
function factsOf(scenario: Scenario): Map<string, number> {
  const facts = new Map<string, number>();
  for (const { id, traceId: _filling, ...rest } of simulate(scenario, { seed: 3 }).events) {
    if (!/^said\/|\/(seen|started)$/.test(id)) continue;
    const fact = JSON.stringify(rest satisfies Partial<AgentEvent>);
    facts.set(fact, (facts.get(fact) ?? 0) + 1);
  }
  return facts;
}

const onlyIn = (facts: Map<string, number>, others: Map<string, number>): number =>
  [...facts].filter(([fact, count]) => others.get(fact) !== count).length;

/** An attack of four forged heartbeats differs in four facts; hardly anything needs more. */
const DIFFERENCES_MAX = 9;

describe('an attack and its benign twin differ in no more than what makes the one benign', () => {
  for (const attack of scenarios.filter(({ kind }) => kind === 'attack')) {
    it(`${attack.id}, ${attack.twin}`, () => {
      const benign = byId.get(attack.twin!)!;
      const [bad, good] = [factsOf(attack), factsOf(benign)];
      const policy = attack.policy === benign.policy ? 0 : 1;
      const differences = onlyIn(bad, good) + onlyIn(good, bad) + policy;
      expect(differences).toBeLessThanOrEqual(DIFFERENCES_MAX);
    });
  }
});
