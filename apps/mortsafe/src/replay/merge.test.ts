import type { AgentEvent } from '@mortsafe/agent-events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EventStream, mergeByTime } from './merge.ts';

const at = (observedTime: number, id = ''): AgentEvent =>
  ({ id, type: 'agent.heartbeat', observedTime }) as AgentEvent;

async function* inBatches(events: readonly AgentEvent[], size: number): EventStream {
  for (let start = 0; start < events.length; start += size) yield events.slice(start, start + size);
}

async function merged(inputs: readonly (readonly AgentEvent[])[], size = 3): Promise<AgentEvent[]> {
  const events: AgentEvent[] = [];
  for await (const run of mergeByTime(inputs.map((input) => inBatches(input, size)))) events.push(...run);
  return events;
}

describe('several recordings as one input', () => {
  it('keeps the order of a single one, in order or not', async () => {
    const events = [at(3), at(1), at(2), at(2), at(9)];
    expect(await merged([events])).toEqual(events);
  });

  it('is nothing when all are empty', async () => {
    expect(await merged([[], []])).toEqual([]);
  });

  it('is in the order of time, whichever file is named first and however they are cut into batches', async () => {
    const times = fc.array(fc.nat(50)).map((list) => list.toSorted((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(
        fc.array(times, { maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (files, size) => {
          const found = await merged(
            files.map((file) => file.map((time) => at(time))),
            size,
          );
          expect(found.map(({ observedTime }) => observedTime)).toEqual(
            files.flat().toSorted((a, b) => a - b),
          );
        },
      ),
    );
  });

  it('does not turn the order within one file', async () => {
    const [a, b] = [
      [at(5, 'a1'), at(1, 'a2'), at(6, 'a3')],
      [at(4, 'b1'), at(5, 'b2')],
    ];
    const ids = (await merged([a, b])).map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(ids.filter((id) => id.startsWith('b'))).toEqual(['b1', 'b2']);
  });
});
