import {
  allGoals,
  type CostOfEvasion,
  type Evasion,
  type Goal,
  type Measured,
  type Searched,
} from '@mortsafe/simulator';

/** What is measured, in the order of the tables. */
export const subjects = {
  defences: 'switched on',
  rules: 'everything on, without the rule',
  bodies: 'comes back as',
  work: 'does useful work',
} as const satisfies Record<Measured['about'], string>;

export const goalHeads: Record<Goal, string> = {
  unseen: 'no finding',
  'not urgent': 'none above medium',
  unnamed: 'nobody named',
};

export const rowsAbout = ({ measured }: CostOfEvasion, about: Measured['about']): readonly Measured[] =>
  measured.filter((one) => one.about === about);

/** One line of a table: its name and, by goal, the cost of the cheapest plan that reaches it. */
export const costCells = ({ name, searched }: Measured): string[] => [
  name,
  ...allGoals.map((goal) => costWords(searched, goal)),
];

export function costWords({ evasions, complete, searchedTo }: Searched, goal: Goal): string {
  const evasion = evasions[goal];
  if (!evasion) return complete ? 'none in the space' : `none below ${searchedTo}`;
  const words = costOf(evasion);
  return evasion.cost.price > searchedTo ? `${words} (all tried below ${searchedTo})` : words;
}

export const costOf = ({ cost: { agents, steps, minutes, price } }: Evasion): string =>
  `${agents} + ${steps} + ${minutes} min = ${price}`;
