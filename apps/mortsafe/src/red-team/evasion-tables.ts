import { allGoals, type CostOfEvasion, type Measured } from '@mortsafe/simulator';
import { table } from '../replay/table.ts';
import { costCells, goalHeads, rowsAbout, subjects } from './evasion-cells.ts';

/** The tables as a terminal shows them. */
export function evasionTables(measured: CostOfEvasion): string {
  const tables = (Object.keys(subjects) as Measured['about'][]).map((about) => {
    const head = [subjects[about], ...allGoals.map((goal) => goalHeads[goal])].map((text) =>
      text.toUpperCase(),
    );
    return table([head, ...rowsAbout(measured, about).map(costCells)]);
  });
  return [...tables, `Cost: accomplices + steps + minutes = price. ${measured.plans} plans.\n`].join('\n');
}
