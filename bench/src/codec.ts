import { type AgentEvent, parseAgentEvent } from '@mortsafe/agent-events';
import { decodeMessage, encodeEvents, encodeEventsAsJson } from '@mortsafe/agent-events/codec';
import { makeStream } from './stream.ts';

/** What the compact encoding costs, beside JSON in the same run: CPU time, the best of interleaved rounds. */
const ROUNDS = 7;
const EVENTS_A_MESSAGE = Number(process.argv[2] ?? 500);

const { lines } = makeStream({ agents: 20_000, events: 200_000, seed: 1 });
const byFleet = new Map<string, AgentEvent[]>();
for (const line of lines) {
  const parsed = parseAgentEvent(JSON.parse(line));
  if (parsed.kind === 'reject') throw new Error(parsed.reason);
  const fleet = byFleet.get(parsed.event.fleet);
  if (fleet) fleet.push(parsed.event);
  else byFleet.set(parsed.event.fleet, [parsed.event]);
}
const groups = [...byFleet.values()].flatMap((events) =>
  Array.from({ length: Math.ceil(events.length / EVENTS_A_MESSAGE) }, (_, at) =>
    events.slice(at * EVENTS_A_MESSAGE, (at + 1) * EVENTS_A_MESSAGE),
  ),
);
const encode = (events: AgentEvent[]): Buffer[] => encodeEvents(events[0]?.fleet ?? '', events);
const compact = groups.flatMap(encode);
const json = groups.flatMap((events) => events.map((event) => encodeEventsAsJson([event])));

const passes: Record<string, () => number> = {
  'JSON.parse': () => json.reduce((sum, bytes) => sum + JSON.parse(bytes.toString()).observedTime, 0),
  'parse as event': () => json.reduce((sum, bytes) => sum + eventsIn(bytes), 0),
  'decode compact': () => compact.reduce((sum, bytes) => sum + eventsIn(bytes), 0),
  'JSON.stringify': () => groups.flat().reduce((sum, event) => sum + encodeEventsAsJson([event]).length, 0),
  'encode compact': () => groups.reduce((sum, events) => sum + encode(events).length, 0),
};

function eventsIn(bytes: Buffer): number {
  const decoded = decodeMessage(bytes);
  if (decoded.kind !== 'events') throw new Error(JSON.stringify(decoded));
  return decoded.events.length;
}

const best = new Map<string, number>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(passes)) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    best.set(
      name,
      Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, ((user + system) * 1_000) / lines.length),
    );
  }
}

const bytesOf = (messages: readonly Buffer[]): number =>
  Math.round(messages.reduce((sum, { length }) => sum + length, 0) / lines.length);
console.log(`${lines.length} events, ${EVENTS_A_MESSAGE} a message`);
console.log(`bytes an event: ${bytesOf(compact)} compact, ${bytesOf(json)} JSON`);
for (const [name, ns] of best) {
  const parse = best.get('JSON.parse') ?? Number.NaN;
  console.log(
    `${name.padEnd(16)} ${ns.toFixed(0).padStart(6)} ns an event   ${(ns / parse).toFixed(2)} of JSON.parse`,
  );
}
