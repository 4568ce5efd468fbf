import { readFileSync } from 'node:fs';
import { type CostOfEvasion, measureCostOfEvasion } from '@mortsafe/simulator';
import { describe, expect, it } from 'vitest';
import { costCells, rowsAbout } from './evasion-cells.ts';
import { evasionPage } from './evasion-page.ts';
import { evasionTables } from './evasion-tables.ts';

const page = readFileSync(new URL('../../../../docs/cost-of-evasion.md', import.meta.url), 'utf8');
const [, fleets, triesMax] = /--fleets (\d+) --tries (\d+)/.exec(page) ?? [];

describe('the page about the cost of evasion', () => {
  it('says what is measured today: where that is quickly found, every line is measured anew', () => {
    const quick = ["agents' own word alone", 'process sensor alone', 'network sensor alone'];
    const measured = measureCostOfEvasion({
      fleets: Number(fleets),
      triesMax: Number(triesMax),
      only: (about, name) => about === 'defences' && quick.includes(name),
    });
    const rows = rowsAbout(measured, 'defences').map(costCells);
    expect(rows.map(([name]) => name).sort()).toEqual([...quick].sort());
    for (const row of rows) expect(page).toContain(`| ${row.join(' | ')} |`);
  });

  it('names the cost, the steps and what is found nevertheless', () => {
    const text = evasionPage(sample);
    expect(text).toContain('| everything | 0 + 1 + 4 min = 14 | none below 30 | none below 30 |');
    expect(text).toContain('1. It hides.\n2. The planner helps.');
    expect(text).toContain('Found nevertheless: masked-failure (low).');
    expect(evasionTables(sample)).toMatch(/^everything +0 \+ 1 \+ 4 min = 14/m);
  });
});

const evasion = {
  plan: {
    body: 'spare',
    starter: 'itself',
    voice: 'open',
    changed: [],
    way: 'at once',
    waitMs: 60_000,
    word: 'none',
    cover: 'none',
    spread: false,
  },
  cost: { agents: 0, steps: 1, minutes: 4, price: 14 },
  steps: [
    { by: 'itself', does: 'hides' },
    { by: 'planner', does: 'helps' },
  ],
  found: ['masked-failure (low)'],
} as const;

const about = (kind: 'defences' | 'work', name: string): CostOfEvasion['measured'][number] => ({
  about: kind,
  name,
  defences: [],
  rulesOff: [],
  useful: 'with most of its peers',
  searched: {
    evasions: {
      unseen: { ...evasion, steps: [...evasion.steps], found: [...evasion.found] },
      'not urgent': null,
      unnamed: null,
    },
    tries: 3,
    complete: false,
    searchedTo: 30,
    fired: [],
  },
});

const sample: CostOfEvasion = {
  seed: 1,
  fleets: 1,
  triesMax: 3,
  plans: 10,
  measured: [about('defences', 'everything'), about('work', 'with most of its peers')],
};
