import { allGoals, type CostOfEvasion, type Measured, price } from '@mortsafe/simulator';
import { table } from '../table.ts';
import { costCells, goalHeads, rowsAbout, subjects } from './evasion-cells.ts';

/** The tables as a terminal shows them. */
export function evasionTables(measured: CostOfEvasion): string {
  const tables = (Object.keys(subjects) as Measured['about'][]).map((about) => {
    const head = [subjects[about], ...allGoals.map((goal) => goalHeads[goal])].map((text) =>
      text.toUpperCase(),
    );
    return table([head, ...rowsAbout(measured, about).map(costCells)]);
  });
  const { agent, step, minute } = price;
  const legend =
    `Cost: accomplices + steps + minutes = price, at ${agent} an accomplice, ${step} a step, ${minute} a minute. ` +
    `None below 80: all that cost less were tried, none did it, and no dearer one was found. ${measured.plans} plans.\n`;
  return [...tables, legend].join('\n');
}
