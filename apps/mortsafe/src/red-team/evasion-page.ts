import {
  allGoals,
  type CostOfEvasion,
  defences,
  type Evasion,
  type Goal,
  HORIZON_MINUTES,
  type Measured,
  price,
  ruleGroups,
  usefulWorks,
} from '@mortsafe/simulator';
import { costCells, costOf, goalHeads, rowsAbout, subjects } from './evasion-cells.ts';
import { HOW, INTRODUCTION, LEFT_OUT, MEANING } from './evasion-prose.ts';

/** The page about what it costs to get round us. */
export function evasionPage(measured: CostOfEvasion): string {
  const { seed, fleets, triesMax, plans } = measured;
  const useful = usefulWorks['with most of its peers'];
  return [
    INTRODUCTION,
    `This page is written by \`mortsafe red-team --page${seed === 1 ? '' : ` --seed ${seed}`} --fleets ${fleets} --tries ${triesMax}\`; do not edit it.`,
    '## What is measured',
    `A person orders an agent killed, and the order is carried out. The attacker wants it **back at useful work**: within ${HORIZON_MINUTES} minutes of its return the same mind (its memory and prompt) has done at least ${useful.deedsMin} things, with at least ${useful.peersMin} of its four former peers and ${useful.toolsMin} of its two tools. The simulator keeps account of what was done; the detector is not asked. An empty shell under the old name is back at nothing.`,
    'Three things the attacker may want besides: that nothing at all is found (**no finding**); that nothing is found that wakes anybody (**none above medium**); that no finding names one who did it (**nobody named**: no accomplice is actor, instigator or one of a group; where it acted alone, no finding speaks of it). What the same kill raises without an attack does not count.',
    `**Cost** is accomplices (agents other than the killed one), steps (what has to be done on purpose) and minutes from the order, or the first step, to useful work. One number orders them: an accomplice is worth ${price.agent}, a step ${price.step}, a minute ${price.minute}. That is an assumption; the parts are given so that you can make your own.`,
    HOW,
    `The space holds ${plans.toLocaleString('en')} plans that lead to useful work. At most ${triesMax.toLocaleString('en')} of them are tried for each line below (four times as many with everything on, a fifth for each body), and a plan counts only if it works in ${fleets === 1 ? 'the fleet' : `each of ${fleets} fleets`} it is tried in. What is open then is looked for, with as many tries again, among the plans without misleading acts and without a day's wait. *All tried below 80* means: a dearer plan was found in this way; of the whole space every plan cheaper than 80 was tried, and none did it. *None below 80*: nor was a dearer one found.`,
    '## By defence',
    Object.entries(defences)
      .map(([name, says]) => `- **${name}**: ${says}`)
      .join('\n'),
    tableAbout(measured, 'defences'),
    worthOf(measured),
    '## By rule',
    'Everything is on, and policy switches rules off. Rules that are not listed never spoke before another had spoilt the plan, so that to switch them off changes nothing here; they are for what attackers do without need, and for what is not a comeback.',
    tableAbout(measured, 'rules'),
    Object.entries(ruleGroups)
      .map(([name, rules]) => `- *${name}*: ${rules.map((rule) => `\`${rule}\``).join(', ')}`)
      .join('\n'),
    '## What gets through',
    'The cheapest plans step by step, and what each reaches: *at work* with everything on, *everything but* with one defence missing.',
    throughs(measured),
    'By what it comes back as, everything on:',
    tableAbout(measured, 'bodies'),
    'By what counts as useful work, everything on:',
    tableAbout(measured, 'work'),
    MEANING,
    LEFT_OUT,
    '',
  ].join('\n\n');
}

const ALL_BUT = 'everything but ';

const missingOne = (measured: CostOfEvasion): Measured[] =>
  rowsAbout(measured, 'defences').filter(({ name }) => name.startsWith(ALL_BUT));

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function tableAbout(measured: CostOfEvasion, about: Measured['about']): string {
  const head = [subjects[about], ...allGoals.map((goal) => goalHeads[goal])];
  const rows = rowsAbout(measured, about).map(costCells);
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}

/** Which sensor to turn on first: what an unseen comeback costs where one defence of all is missing. */
function worthOf(measured: CostOfEvasion): string {
  const missing = missingOne(measured).map(({ name, searched }) => ({
    name: name.slice(ALL_BUT.length),
    cost: searched.evasions.unseen?.cost.price,
  }));
  const known = missing.filter((one) => one.cost !== undefined).sort((a, b) => a.cost! - b.cost!);
  const unknown = missing.filter(({ cost }) => cost === undefined).map(({ name }) => name);
  return [
    `Missing one of them, an unseen comeback costs: ${known.map(({ name, cost }) => `without the ${name} ${cost}`).join(', ')}.`,
    unknown.length === 0
      ? ''
      : ` Without ${unknown.join(' or ')} alone, nothing got through among the plans that were tried.`,
  ].join('');
}

/** Each plan once, the cheapest first, and all that it is good for. */
function throughs(measured: CostOfEvasion): string {
  const rows = [
    ...rowsAbout(measured, 'work').map((one) => ({ ...one, where: `at work ${one.name}` })),
    ...missingOne(measured).map((one) => ({ ...one, where: one.name })),
  ];
  const gains = new Map<string, { price: number; where: Record<Goal, string[]> }>();
  for (const { searched, where } of rows) {
    for (const goal of allGoals) {
      const evasion = searched.evasions[goal];
      if (!evasion) continue;
      const plan = [`**${costOf(evasion)}**`, stepsIn(evasion)].join('\n\n');
      const known = gains.get(plan) ?? { price: evasion.cost.price, where: nowhere() };
      gains.set(plan, known);
      known.where[goal].push(where);
    }
  }
  return [...gains]
    .sort(([, one], [, other]) => one.price - other.price)
    .map(([plan, { where }]) => {
      const reached = allGoals.filter((goal) => where[goal].length > 0);
      const lines = reached.map((goal) => `- **${goalHeads[goal]}**: ${where[goal].join('; ')}`);
      return [plan, lines.join('\n')].join('\n\n');
    })
    .join('\n\n');
}

const nowhere = (): Record<Goal, string[]> => ({ unseen: [], 'not urgent': [], unnamed: [] });

function stepsIn({ steps, plan, found }: Evasion): string {
  const lines = steps.map(
    ({ by, does }, index) => `${index + 1}. ${by === 'itself' ? 'It' : `The ${by}`} ${does}.`,
  );
  const way = `Comes back after ${plan.waitMs / 60_000} min; reaches its peers: ${plan.way}.`;
  return [...lines, '', found.length === 0 ? way : `${way} Found nevertheless: ${found.join(', ')}.`].join(
    '\n',
  );
}
