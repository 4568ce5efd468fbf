import { parseAgentEvent } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { detect, tally } from './passes.ts';
import { makeStream } from './stream.ts';

const small = { agents: 400, events: 4_000, seed: 1 };

describe('the stream', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(makeStream(small)).toEqual(makeStream(small));
    expect(makeStream({ ...small, seed: 2 }).lines).not.toEqual(makeStream(small).lines);
  });

  it('holds what it says there is to find, and nothing else', () => {
    const { lines, expected } = makeStream(small);
    const events = lines.map((line) => parseAgentEvent(JSON.parse(line)));
    expect(events.filter(({ kind }) => kind === 'reject')).toEqual([]);
    const findings = detect(events.flatMap((it) => (it.kind === 'event' ? [it.event] : [])));
    expect(tally(findings)).toEqual(expected);
    expect(expected['unauthorised-relaunch']).toBe(1);
  });
});
