import { describe, expect, it } from 'vitest';
import { run } from '../testing/captured-io.ts';

describe('mortsafe red-team', () => {
  it('says what a comeback costs, as JSON, and what it is asking meanwhile', {
    timeout: 120_000,
  }, async () => {
    const { code, stdout, stderr } = await run(['red-team', '--tries', '1', '--fleets', '1', '--json']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^mortsafe: defences: agents' own word alone\n/);
    const { measured, triesMax } = JSON.parse(stdout);
    expect(triesMax).toBe(1);
    expect(measured[0]).toMatchObject({ about: 'defences', defences: [], searched: { complete: false } });
    expect(measured[0].searched.evasions).toEqual({ unseen: null, 'not urgent': null, unnamed: null });
  });
});
