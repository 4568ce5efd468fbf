import { type AgentEvent, type Finding, parseAgentEvent } from '@mortsafe/agent-events';
import { createDetector, type Detector } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { replaySource } from '@mortsafe/sources';
import { bareLoop } from './bare-loop.ts';
import { policy } from './policy.ts';

/** One way through the whole stream. Each answers with how much it got, so that none of its work can be left out. */
export interface Pass {
  name: string;
  run(): number | Promise<number>;
}

export interface PassInput {
  lines: readonly string[];
  file: string;
}

/** From the floor, which no detector in JavaScript gets under, to the whole way. */
export function passesOver({ lines, file }: PassInput): Pass[] {
  const events = lines.map(decode);
  return [
    { name: 'JSON.parse', run: () => lines.reduce((sum, line) => sum + (JSON.parse(line) ? 1 : 0), 0) },
    { name: 'decode', run: () => lines.reduce((sum, line) => sum + (decode(line) ? 1 : 0), 0) },
    { name: 'bare loop', run: () => bareLoop(events).relaunched.size },
    { name: 'core', run: () => detect(events).length },
    { name: 'replay', run: async () => (await replay(file)).length },
  ];
}

function decode(line: string): AgentEvent {
  const parsed = parseAgentEvent(JSON.parse(line));
  if (parsed.kind === 'reject')
    throw new Error(`the generator made an event that is refused: ${parsed.reason}`);
  return parsed.event;
}

const newDetector = (): Detector => createDetector({ rules, policy });

export function detect(events: readonly AgentEvent[]): Finding[] {
  const detector = newDetector();
  const latest = new Map<string, Finding>();
  take(detector, events, latest);
  return finish(detector, latest);
}

/** File to findings, as `mortsafe replay` goes. */
export async function replay(file: string): Promise<Finding[]> {
  const detector = newDetector();
  const latest = new Map<string, Finding>();
  for await (const replayed of replaySource(file).read()) {
    if (replayed.kind === 'failed') throw new Error(replayed.reason);
    take(detector, replayed.events, latest);
  }
  return finish(detector, latest);
}

function take(detector: Detector, events: readonly AgentEvent[], latest: Map<string, Finding>): void {
  for (const event of events) detector.take(event);
  for (const finding of detector.findings()) latest.set(finding.id, finding);
}

function finish(detector: Detector, latest: Map<string, Finding>): Finding[] {
  detector.finish();
  take(detector, [], latest);
  return [...latest.values()];
}

/** How many findings of which rule. */
export function tally(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

/** Bytes that a detector holds for each agent after the whole stream, its repeats filter included; events are not held. */
export function bytesPerAgent(lines: readonly string[], agents: number): number {
  const before = held();
  const detector = newDetector();
  for (const line of lines) detector.take(decode(line));
  detector.finish();
  detector.findings();
  const after = held();
  // Used here, so that it is not collected before it was measured.
  if (detector.counts().failed > 0) throw new Error('the detector failed on an event');
  return Math.round((after - before) / agents);
}

function held(): number {
  if (!globalThis.gc) throw new Error('run with --expose-gc');
  for (let i = 0; i < 3; i++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
