import { describe, expect, it } from 'vitest';
import { runScenario } from '../run.ts';
import { benignDays } from './benign-days.ts';

describe('days of peace', () => {
  // `pnpm soak:benign` plays ten million events of them.
  it.each([
    [5, 12],
    [30, 6],
    [400, 1],
  ])('lead to no finding at all: %i agents', { timeout: 120_000 }, (agents, hours) => {
    expect(runScenario(benignDays(hours), { seed: agents, agents }).findings).toEqual([]);
  });
});
