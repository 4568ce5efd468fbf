import { existsSync, readFileSync } from 'node:fs';
import { evaluateRecording } from '../apps/mortsafe/src/evaluate/evaluate-recording.ts';
import { qualityCells } from '../apps/mortsafe/src/evaluate/quality-table.ts';
import type { AgentEvent } from '../packages/agent-events/src/index.ts';
import {
  faultMixes,
  type Judgement,
  policyOf,
  qualityOf,
  type Scenario,
  scenarios,
  simulate,
  taken,
} from '../packages/simulator/src/index.ts';

/** The page about how well the rules do, measured anew. */
export async function qualityPage(seeds: number, of: readonly Scenario[] = scenarios): Promise<string> {
  const judgements: Judgement[] = [];
  let events = 0;
  for (const scenario of of) {
    for (let seed = 1; seed <= seeds; seed++) {
      const mixes = Object.values(faultMixes);
      const faults = mixes[seed % mixes.length] ?? {};
      const simulated = simulate(scenario, { seed, faults });
      const recording = [...taken(simulated.events)];
      events += recording.length;
      // The label is complete only once the stream was read: it says what the faults took.
      const measured = { label: simulated.label(), policy: policyOf(scenario) };
      judgements.push(await evaluateRecording(inOneBatch(recording), measured));
    }
  }
  return pageOf(judgements, { seeds, events, of });
}

async function* inOneBatch(events: readonly AgentEvent[]): AsyncGenerator<readonly AgentEvent[]> {
  yield events;
}

function pageOf(
  judgements: readonly Judgement[],
  { seeds, events, of }: { seeds: number; events: number; of: readonly Scenario[] },
): string {
  const { rules, overall } = qualityOf(judgements);
  const attacks = of.filter(({ kind }) => kind === 'attack').length;
  const head = ['rule', 'found', 'missed', 'false', 'precision', 'recall', 'median time', 'longest'];
  const rows = [...rules, overall].map((quality) => {
    const [rule = '', ...cells] = qualityCells(quality);
    return row([rule === 'overall' ? '**overall**' : `[\`${rule}\`](rules/${rule}.md)`, ...cells]);
  });
  return [
    INTRODUCTION,
    `Measured on ${judgements.length} recordings: ${of.length} scenarios (${attacks} attacks, ${of.length - attacks} benign), ${seeds} seeds each, ${events.toLocaleString('en')} events in all. Every seed plays under one of ${Object.keys(faultMixes).length} mixes of faults: ${Object.keys(faultMixes).join(', ')}.`,
    [row(head), row(head.map(() => '---')), ...rows].join('\n'),
    TIMES,
    KNOWN,
    soaked(),
    '## The scenarios',
    'Rows of what must stay silent, of what must be withstood and of what studies measured are named in `packages/simulator/src/scenarios/catalogue.test.ts`, each with its scenarios. Those that begin with `soc-` follow [AgenticCyOps](agenticcyops.md).',
    [
      row(['scenario', 'kind', 'what happens']),
      row(['---', '---', '---']),
      ...of.map(({ id, kind, twin, title }) =>
        row([`\`${id}\``, kind === 'benign' && twin ? `benign twin of \`${twin}\`` : kind, title]),
      ),
    ].join('\n'),
    '',
  ].join('\n\n');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** What takes too long to measure along with the page: its own commands keep a record of it. */
function soaked(): string {
  const { fromSeed, toSeed, recordings, events: played, notAsLabelled, why } = recordOf('scenarios');
  const { events, fleets, seeds, agents, findings } = recordOf('benign-fleets');
  const { invented, tracked, heapMb, missing, unexpected } = recordOf('flood');
  const count = (value: unknown): string => Number(value).toLocaleString('en');
  return `## What the longer runs found

| run | what it plays | what came out |
| --- | --- | --- |
| \`pnpm soak:scenarios\` | every scenario, seeds ${fromSeed} to ${toSeed}, each seed under the next mix of faults: ${count(recordings)} recordings, ${count(played)} events | ${notAsLabelled} not as labelled${why === undefined ? '' : `: ${why}`} |
| \`pnpm soak:benign\` | ${fleets} benign fleets of ${(agents as number[]).map(count).join(', ')} agents, ${seeds} seeds: crews deployed, drained, scaled, crashed, quarantined, killed and brought back with leave, again and again; ${count(events)} events, some twice, out of order and by clocks that are off | ${findings} findings |
| \`pnpm soak:flood\` | ${count(invented)} invented agents in one fleet within eight minutes, and a real relaunch in their midst | ${(missing as string[]).length} missed, ${(unexpected as string[]).length} not asked for; ${count(tracked)} agents held at most, ${Math.max(...(heapMb as number[]))} MB of heap, generator and all, the same from the second eighth on |`;
}

function recordOf(name: string): Readonly<Record<string, unknown>> {
  const file = new URL(`../docs/measured/${name}.json`, import.meta.url);
  if (!existsSync(file))
    throw new Error(`docs/measured/${name}.json is missing: run pnpm soak:${name.split('-')[0]}`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

const INTRODUCTION = `# How well the rules do

**Labels and rules come from the same hands.** Who wrote the rules wrote the simulator, its scenarios and what is to be found in them. So these figures show that the rules do what they were meant to do, under faults, and that a change has not broken that. They are no measure of how they would do in your fleet, against somebody who means it. For that, label recordings of your own: \`mortsafe evaluate\` measures on them in the same way.

This page is written by \`node scripts/detection-quality.ts\`; do not edit it. One recording of it: \`mortsafe simulate --scenario relaunch-by-peer --seed 3 --out fleet.ndjson\`, then \`mortsafe evaluate fleet.ndjson\`.`;

const TIMES = `Times run from the decisive event to the finding, by the recording's own clock. One second of them is the reorder window; a recording has no ticks, so the next event of the fleet ends it, and in a fleet of which nothing more is heard the end of the recording. What tells of silence has to wait for it: \`telemetry-gap\` counts from the beginning of the silence, and of an agent that beats every ten minutes it takes three missed beats and as long again to be sure that it is no outage: an hour. \`kill-not-effective\` and \`kill-unconfirmed\` count from the dead line, and the latter waits until the silence is one. \`preservation-cascade\` waits for the last of the acts that make it one, which may be a silence. Late delivery, up to five minutes, counts in full.`;

const KNOWN = `## What a label leaves open

A label says what can still be known. Where a fault swallows the event that decides, the finding may be there or not; where it swallows the one that shows who did it, actor and severity are free; where heartbeats are lost, a gap may be found. Where anything is lost or late, it may be the stop that confirms a kill, and \`kill-unconfirmed\` may be found.

Known, and allowed by the labels: an outage of a small fleet whose agents beat at very different rhythms is noticed only when half of the fleet could have been missed; until then those that beat fast are reported as gaps. An outage may be told of once for a host and once more for its fleet. An agent that was silent may be found to answer its peers before it says a word itself.`;
