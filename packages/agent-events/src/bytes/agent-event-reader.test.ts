import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEvents } from '../arbitrary.ts';
import type { AgentEvent } from '../events.ts';
import type { Door } from '../judge-event.ts';
import { parseAgentEvent } from '../parse-agent-event.ts';
import { createAgentEventReader } from './agent-event-reader.ts';

type Verdict = { event: AgentEvent } | { reject: string } | 'blank';

const RUNS = 400;
const reader = createAgentEventReader();

function read(bytes: Buffer, door?: Door): Verdict[] {
  const verdicts: Verdict[] = [];
  const taker = {
    event: (event: AgentEvent) => verdicts.push({ event }),
    reject: (reason: string) => verdicts.push({ reject: reason }),
    blank: () => verdicts.push('blank'),
  };
  reader.readLines(bytes, taker, door);
  return verdicts;
}

/** The long way, a line at a time: what the reader must agree with. */
function readPlainly(bytes: Buffer, door?: Door): Verdict[] {
  const verdicts: Verdict[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf('\n', start);
    const end = found === -1 ? bytes.length : found;
    verdicts.push(readLinePlainly(bytes.subarray(start, end), door));
    start = end + 1;
  }
  return verdicts;
}
function readLinePlainly(line: Buffer, door?: Door): Verdict {
  if (!isUtf8(line)) return { reject: 'not valid UTF-8' };
  const text = line.toString();
  if (text.trim() === '') return 'blank';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reject: 'not valid JSON' };
  }
  const parsed = parseAgentEvent(value, door);
  return parsed.kind === 'event' ? { event: parsed.event } : { reject: parsed.reason };
}

function expectAgreement(bytes: Buffer, door?: Door): void {
  const verdicts = read(bytes, door);
  const plain = readPlainly(bytes, door);
  expect(verdicts).toStrictEqual(plain);
  // The order of fields too: it is that of the line that is written from them.
  expect(JSON.stringify(verdicts)).toBe(JSON.stringify(plain));
}

const beat = {
  id: 'b-1',
  type: 'agent.heartbeat',
  time: 1_700_000_000_000,
  observedTime: 1_700_000_000_500,
  origin: 'agent',
  fleet: 'crew',
  agent: 'worker',
  instance: 'worker-1',
  host: 'node-1',
  sequence: 0,
  interval: 5_000,
};
const beatLine = JSON.stringify(beat);
/** None, as Python writes them, and as a person might. */
const spaces = fc.constantFrom('', '', ' ', '  ', '\t');
const SPACE_BEFORE_COLON = '  ';

/** As an event whose names need no escaping, which is how nearly all of them come. */
const withPlainTexts = (event: AgentEvent): AgentEvent =>
  JSON.parse(
    JSON.stringify(event, (_key, held: unknown) =>
      typeof held === 'string' ? held.replace(/[^ !#-[\]-~]/gu, 'x') : held,
    ),
  ) as AgentEvent;

/** Pairs of key and value as they stand in a line, so that a test may write what `JSON.stringify` never does. */
type Pair = readonly [key: string, value: string];
const pairsOf = (event: object): Pair[] =>
  Object.entries(event).map(([key, value]) => [JSON.stringify(key), JSON.stringify(value)]);
function lineOf(pairs: readonly Pair[], space: string): string {
  const colon = `${space === SPACE_BEFORE_COLON ? ' ' : ''}:${space}`;
  return `{${space}${pairs.map(([key, value]) => `${key}${colon}${value}`).join(`,${space}`)}${space}}`;
}

/** Mostly of the kinds that are read from their bytes, for a doubt hides whatever stands beside it. */
const events = fc.oneof(
  { weight: 2, arbitrary: fc.constant(beat as AgentEvent) },
  {
    weight: 3,
    arbitrary: agentEvents(['agent.heartbeat', 'agent.activity', 'link.opened']).map(withPlainTexts),
  },
  { weight: 1, arbitrary: agentEvents().map(withPlainTexts) },
  { weight: 1, arbitrary: agentEvents() },
);
const shuffled = events.chain((event) =>
  fc.shuffledSubarray(pairsOf(event), { minLength: Object.keys(event).length }),
);
const oddValues = fc.oneof(
  fc.constantFrom('01', '007', '-0', '1.0', '1e3', '1 2', '{}', '"\\u0061"', '"\t"', '""', 'null'),
  fc.constantFrom('0', '-0', '-1', '01', '1.0', '1.5', '1e3', '1E400', '.5', '+1', '1_000', '0x10', '12a'),
  fc.constantFrom('9007199254740991', '9007199254740993', '123456789012345678901234567890', '7258118400001'),
  fc.constantFrom('true', 'false', 'null', 'nul', 'NaN', '{}', '[]', '["a"]', '{"kind":"person","id":"ann"}'),
  fc.constantFrom('""', '"', '"\\u0061"', '"a\\"b"', '"\\ud800"', '"\u007f"', '"\t"', '"ä"', '"a" "b"', ''),
  fc.constantFrom('"2023-11-14T22:13:20Z"', '"2023-11-14T22:13:20.5+02:00"', '"2023-02-30T00:00:00Z"'),
  fc.constantFrom(
    '"agent.heartbeat"',
    '"agent.danced"',
    '"constructor"',
    '"agent"',
    '"control"',
    '"person:ann"',
  ),
  fc.nat(300).map((length) => JSON.stringify('x'.repeat(length))),
  fc.jsonValue().map((value) => JSON.stringify(value)),
);
const oddKeys = fc.constantFrom(
  '"agent"',
  '"type"',
  '"\\u0061gent"',
  '"colour"',
  '"__proto__"',
  '"time"',
  'id',
);
const spoilt = fc
  .tuple(shuffled, fc.array(fc.tuple(fc.nat(), oddKeys, oddValues), { maxLength: 2 }), spaces, fc.boolean())
  .map(([pairs, changes, space, added]) => {
    const line = [...pairs];
    for (const [at, key, value] of changes) {
      const place = at % line.length;
      if (added) line.splice(place, 0, [key, value]);
      else line[place] = [line[place]![0], value];
    }
    return Buffer.from(lineOf(line, space));
  });
/** Bytes that mean something in JSON, in UTF-8 or at the end of a line. */
const bytes = fc.oneof(
  fc.constantFrom(...Buffer.from('"\\{}[]:,0123456789-+.eE \t\r\naZ')),
  fc.constantFrom(0x00, 0x1f, 0x7f, 0x80, 0xc3, 0xed, 0xff),
);
const mangled = fc
  .tuple(shuffled, spaces, fc.array(fc.tuple(fc.nat(), bytes, fc.nat(2)), { minLength: 1, maxLength: 3 }))
  .map(([pairs, space, edits]) => {
    const line = [...Buffer.from(lineOf(pairs, space))];
    for (const [at, byte, removed] of edits) line.splice(at % line.length, removed, byte);
    return Buffer.from(line);
  });
const doors = fc.constantFrom<Door | undefined>(undefined, undefined, {
  origin: 'platform',
  observedTime: 1_700_000_000_777,
  sender: 'sensor',
});

/** Among lines that are as they should be, so that it is not read the long way for standing at the end. */
const amongOthers = (lines: readonly Buffer[], lineEnd: string): Buffer =>
  Buffer.concat(lines.flatMap((line) => [line, Buffer.from(`${lineEnd}${beatLine}\n`)]));

describe('events read from bytes', () => {
  it.each([
    [
      'written with keys in any order and spaces anywhere',
      shuffled.chain((pairs) => spaces.map((space) => Buffer.from(lineOf(pairs, space)))),
    ],
    ['with odd values, odd keys and keys twice', spoilt],
    ['with bytes changed, added and left out', mangled],
  ])('are those that JSON.parse and parseAgentEvent give for lines %s', (_what, line) => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('\n', '\r\n'),
        doors,
        (lines, lineEnd, door) => expectAgreement(amongOthers(lines, lineEnd), door),
      ),
      { numRuns: RUNS },
    );
  });

  it('are the same whatever was read before', () => {
    const names = Array.from({ length: 20_000 }, (_, n) => `agent-${n % 7_000}`);
    const lines = names.map((agent, n) => JSON.stringify({ ...beat, agent, instance: `${agent}/${n % 3}` }));
    expectAgreement(Buffer.from(lines.join('\n')));
  });

  it('do not change when the bytes are used for something else', () => {
    const line = Buffer.from(`${beatLine}\n`.repeat(3));
    const verdicts = read(line);
    line.fill(0x78);
    expect(verdicts).toEqual(Array.from({ length: 3 }, () => ({ event: beat })));
  });

  it('are those of every line, blank ones and the last without an end as well', () => {
    expect(read(Buffer.from(`\n${beatLine}\r\n \t\n${beatLine}`))).toEqual([
      'blank',
      { event: beat },
      'blank',
      { event: beat },
    ]);
    expect(read(Buffer.alloc(0))).toEqual([]);
  });

  it('are refused from a line that is too long, however it is read', () => {
    const short = createAgentEventReader({ lineMaxBytes: beatLine.length });
    const reasons: string[] = [];
    let taken = 0;
    const taker = { event: () => taken++, reject: (reason: string) => reasons.push(reason), blank() {} };
    const long = JSON.stringify({ ...beat, host: 'node-12' });
    short.readLines(Buffer.from(`${beatLine}\n${long}\n${beatLine}\n${long}`), taker);
    expect(taken).toBe(2);
    expect(reasons).toEqual(Array.from({ length: 2 }, () => `a line of more than ${beatLine.length} bytes`));
  });
});
