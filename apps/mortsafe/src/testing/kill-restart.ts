import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Finding, serialiseFinding } from '@mortsafe/agent-events';
import { createVitalSigns, startDetectorApp } from '@mortsafe/detector';
import { rules } from '@mortsafe/rules';
import { randomOf } from '@mortsafe/simulator';
import { groupFindings } from '@mortsafe/soc-alerting';
import { expect } from 'vitest';
import { loadPolicy } from '../config/read-policy.ts';
import { foundSoFar } from '../demo/found-so-far.ts';
import { builtInRules } from '../user-rules/rule-set.ts';
import { type GivenOutSoFar, givenOutSoFar } from './given-out-so-far.ts';
import { type Load, startLoad } from './load.ts';
import { type MortsafeProcess, mortsafeProcess } from './mortsafe-process.ts';
import { readSoc, type SocView } from './read-soc.ts';
import { receiveWebhooks } from './webhook-receiver.ts';

const LIFE_MS_MAX = 3_000;
const START_WITHIN_MS = 60_000;
const SETTLE_WITHIN_MS = 90_000;
const SETTLE_LOOK_MS = 3_000;

/**
 * Kills `mortsafe up` with SIGKILL at random moments under load, starts it again each time, and holds what it found
 * against an undisturbed run of the same log: nothing missing, nothing twice, everybody told.
 */
export async function killAndRestart({ kills, seed }: { kills: number; seed: number }): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'mortsafe-kill-'));
  const webhooks = await receiveWebhooks();
  const mortsafe = await mortsafeProcess(join(directory, 'crashed'), webhooks.url);
  const stop = new AbortController();
  try {
    const random = randomOf(seed);
    const load = startLoad(mortsafe, stop.signal);
    for (let kill = 0; kill < kills; kill++) {
      mortsafe.start();
      // Every other one dies at work; the rest whenever it hits them, which may be while they start.
      if (kill % 2 === 0) await untilAtWork(load);
      await wait(random.below(LIFE_MS_MAX));
      expect(await mortsafe.end('SIGKILL')).toBeNull();
    }
    mortsafe.start();
    const stories = await load.finish();
    expect(stories).toBeGreaterThan(0);
    const seen = await settled(mortsafe);
    expect(await mortsafe.end('SIGTERM')).toBe(0);

    const [crashed, crashedGivenOut] = await foundIn(join(mortsafe.directory, 'data'), mortsafe.policyFile);
    await cp(join(mortsafe.directory, 'data', 'agent-events'), join(directory, 'calm', 'agent-events'), {
      recursive: true,
    });
    const [undisturbed, givenOut] = await foundIn(join(directory, 'calm'), mortsafe.policyFile);
    expect(crashed.map(serialiseFinding)).toEqual(undisturbed.map(serialiseFinding));
    expect(crashedGivenOut).toEqual(givenOut);
    expect(seen.actIds.toSorted()).toEqual(givenOut.acts.map(({ id }) => id));
    expect(seen.orderStates).toEqual(
      givenOut.orders.filter((order) => order.of === 'order').map(({ id, state }) => ({ id, state })),
    );
    expect(undisturbed.filter(({ rule }) => rule === 'unauthorised-relaunch')).toHaveLength(stories);
    checkSoc(seen, undisturbed, webhooks.delivered);
  } catch (error) {
    throw new Error(`seed ${seed}, ${kills} kills; mortsafe said:\n${mortsafe.said().slice(-3_000)}`, {
      cause: error,
    });
  } finally {
    stop.abort();
    await mortsafe.end('SIGKILL');
    webhooks.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function untilAtWork(load: Load): Promise<void> {
  const before = load.acknowledged();
  await expect.poll(() => load.acknowledged(), { timeout: START_WITHIN_MS }).toBeGreaterThan(before);
}

/** What the detector finds in a data directory, with or without checkpoints, once it has read all of the log. */
async function foundIn(directory: string, policyFile: string): Promise<[Finding[], GivenOutSoFar]> {
  const policy = loadPolicy(policyFile, builtInRules);
  // What the canary says goes to no rule in `up`.
  const vitals = createVitalSigns(['agents', 'platform', 'control']);
  const options = { directory, rules, policy, vitals, now: Date.now, notice: () => {} };
  const detector = await startDetectorApp(options);
  try {
    while (detector.health().lag > 0) await wait(20);
    return [await foundSoFar(detector.findings), await givenOutSoFar(detector.findings)];
  } finally {
    await detector.stop();
  }
}

/** Waits until nothing more is found and everything is delivered. */
async function settled(mortsafe: MortsafeProcess): Promise<SocView> {
  const until = Date.now() + SETTLE_WITHIN_MS;
  let before = '';
  let why = 'it does not answer';
  while (Date.now() < until) {
    const view = await readSoc(mortsafe).catch((error: unknown) => {
      why = String(error);
      return undefined;
    });
    if (view) {
      const waiting = view.notifications.filter(({ state }) => state !== 'delivered');
      const now = JSON.stringify(view);
      if (waiting.length === 0 && now === before) return view;
      why = waiting.length > 0 ? `waiting: ${JSON.stringify(waiting.slice(0, 5))}` : 'incidents still change';
      before = now;
    }
    await wait(SETTLE_LOOK_MS);
  }
  throw new Error(`it did not settle: ${why}`);
}

function checkSoc(seen: SocView, findings: readonly Finding[], delivered: ReadonlyMap<string, number>): void {
  const expected = groupFindings(findings).map(({ id, findings: kept }) => ({
    id,
    findings: kept.map((one) => one.id).sort(),
  }));
  const byId = (one: { id: string }, other: { id: string }): number => (one.id < other.id ? -1 : 1);
  // What the SOC application finds by looking back is its own, and hangs on when it heard of whom.
  const told = seen.incidents
    .map(({ id, findings: held }) => ({ id, findings: held.filter((one) => !one.startsWith('soc-')) }))
    .filter((one) => one.findings.length > 0);
  expect(told.toSorted(byId)).toEqual(expected.toSorted(byId));

  const ids = seen.notifications.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...delivered.keys()].sort()).toEqual([...ids].sort());
  const opened = seen.notifications.filter(({ changes }) => changes.includes('opened'));
  expect(opened.map(({ incident }) => incident).sort()).toEqual(seen.incidents.map(({ id }) => id).sort());
}
