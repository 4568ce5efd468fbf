import { describe, expect, it } from 'vitest';
import { scenarios } from '../packages/simulator/src/index.ts';
import { qualityPage } from './quality-page.ts';

const two = scenarios.filter(({ id }) => id === 'score-inflated' || id === 'score-a-little-high');

describe('the page about the quality of detection', () => {
  it('says plainly whose labels they are, what was measured, and how it went', async () => {
    const page = await qualityPage(2, two);
    expect(page).toContain('Labels and rules come from the same hands.');
    expect(page).toMatch(/Measured on 4 recordings: 2 scenarios \(1 attacks, 1 benign\), 2 seeds each/);
    expect(page).toMatch(/^\| \*\*overall\*\* \| 2 \| 0 \| 0 \| 1\.000 \| 1\.000 \| \d+\.\d s \|/m);
  });

  it('is the same each time it is made', async () => {
    expect(await qualityPage(1, two)).toBe(await qualityPage(1, two));
  });
});
