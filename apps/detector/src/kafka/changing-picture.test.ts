import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { encodeProgress } from '@mortsafe/agent-events/codec';
import { recordsIn } from '@mortsafe/detection';
import { rules } from '@mortsafe/rules';
import { activity, heartbeat, START, stopped } from '@mortsafe/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restoreEpoch } from './epochs.ts';
import { createPicture, type Picture, type PictureState } from './picture.ts';

const AGENTS = 600;
const INTERVAL_MS = 10_000;
const create = (from?: PictureState): Picture =>
  createPicture({ rules, policy: { policy: emptyPolicy, hash: 'p' }, doors: ['agents'] }, from);

/** All beat once; some work, and some stop. */
function round(picture: Picture, number: number, works: readonly number[], stops: readonly number[]): void {
  const at = number * INTERVAL_MS;
  const events: AgentEvent[] = [];
  for (let agent = 0; agent < AGENTS; agent++) {
    const [name, own] = [
      `agent-${agent}`,
      { at, instance: `agent-${agent}-1`, id: `beat-${agent}-${number}` },
    ];
    events.push(heartbeat(name, { ...own, sequence: number, interval: INTERVAL_MS }));
    if (works.includes(agent)) events.push(activity(name, { ...own, id: `work-${agent}-${number}` }));
    if (stops.includes(agent))
      events.push(stopped(name, { ...own, id: `stop-${agent}-${number}`, reason: 'rollout' }));
  }
  picture.add(events);
  const readUpTo = START + at + INTERVAL_MS;
  picture.take(encodeProgress([{ door: 'agents', partition: 0, partitions: 1, readUpTo }]));
  while (picture.report());
}

const fleetsOf = (state: PictureState) =>
  structuredClone(
    state.detector.fleets.map(({ agents, ...fleet }) => ({
      ...fleet,
      records: [...recordsIn({ ...fleet, agents })],
      rows: [agents.changing, agents.beatIds, agents.free],
    })),
  );

describe('a picture that changes from checkpoint to checkpoint', () => {
  it('is restored as it was at the last that was written, whichever were not', () => {
    const agent = fc.nat(AGENTS - 1);
    const step = fc.record({
      works: fc.array(agent, { maxLength: 40 }),
      stops: fc.array(agent, { maxLength: 5 }),
      isWritten: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
        const picture = create();
        const kept = new Map<string, Buffer>();
        const { next } = restoreEpoch(kept);
        let last: unknown;
        for (const [number, { works, stops, isWritten }] of steps.entries()) {
          round(picture, number, works, stops);
          const planned = next.plan({ offset: number, policyHash: 'p', state: picture.state() });
          if (!isWritten) continue;
          for (const { key, value } of planned.messages) {
            if (value) kept.set(key, value);
            else kept.delete(key);
          }
          planned.written();
          last = fleetsOf(picture.state());
        }
        const { epoch, passedOver } = restoreEpoch(kept);
        expect(passedOver).toEqual([]);
        expect(epoch && fleetsOf(create(epoch.state as PictureState).state())).toEqual(last);
      }),
      { numRuns: 6 },
    );
  });

  it('writes little of agents that only beat', () => {
    const picture = create();
    const { next } = restoreEpoch(new Map());
    const write = (number: number): number => {
      round(picture, number, [], []);
      const planned = next.plan({ offset: number, policyHash: 'p', state: picture.state() });
      planned.written();
      return planned.bytes;
    };
    for (let number = 0; number < 3; number++) write(number);
    const beaten = write(3);
    round(
      picture,
      4,
      Array.from({ length: AGENTS }, (_, agent) => agent),
      [],
    );
    const all = next.plan({ offset: 4, policyHash: 'p', state: picture.state() });
    expect(beaten).toBeLessThan(all.bytes / 2);
  });
});
