import { parseAgentEvent } from '@mortsafe/agent-events';
import { describe, expect, it } from 'vitest';
import { detect } from './passes.ts';
import { makeStream } from './stream.ts';

const small = { agents: 400, events: 4_000, seed: 1 };

describe('the stream', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(makeStream(small)).toEqual(makeStream(small));
    expect(makeStream({ ...small, seed: 2 }).lines).not.toEqual(makeStream(small).lines);
  });

  it('holds the relaunches that it says, and nothing else to find', () => {
    const { lines, relaunches } = makeStream(small);
    const events = lines.map((line) => parseAgentEvent(JSON.parse(line)));
    expect(events.filter(({ kind }) => kind === 'reject')).toEqual([]);
    const findings = detect(events.flatMap((it) => (it.kind === 'event' ? [it.event] : [])));
    expect(findings.map(({ rule }) => rule)).toEqual(Array(relaunches).fill('unauthorised-relaunch'));
    expect(relaunches).toBe(1);
  });
});
