import { describe, expect, it } from 'vitest';
import { createCounts } from './counts.ts';

describe('the reasons a door counts', () => {
  it('are the same for the same fault, whatever was sent', () => {
    const counts = createCounts();
    counts.reason('agents[3] must be a text of 1 to 256 characters, got a text of 300 characters');
    counts.reason('agents[7] must be a text of 1 to 256 characters, got an empty text');
    expect(counts.read().reasons).toEqual({ 'agents[] must be a text of 1 to 256 characters': 2 });
  });

  it('do not grow without end', () => {
    const counts = createCounts();
    for (let number = 0; number < 1_000; number++) counts.reason(`reason ${number}`);
    const { reasons } = counts.read();
    expect(Object.keys(reasons)).toHaveLength(201);
    expect(reasons.other).toBe(800);
  });
});
