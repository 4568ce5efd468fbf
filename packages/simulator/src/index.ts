export { faultMixes, faultsCalled } from './fault-mixes.ts';
export type { Faults } from './faults.ts';
export { AGENTS_MAX, AGENTS_MIN } from './fleet/build-fleet.ts';
export { type Judged, judge, type Verdict } from './judge.ts';
export type { Expected, Label } from './label.ts';
export { type Judgement, type Quality, qualityOf } from './quality.ts';
export { type Random, randomOf } from './random.ts';
export { type Cost, price } from './red-team/cost-of.ts';
export {
  type CostOfEvasion,
  type Measured,
  type MeasureOptions,
  measureCostOfEvasion,
  ruleGroups,
} from './red-team/cost-of-evasion.ts';
export { allDefences, type Defence, defences } from './red-team/defences.ts';
export { allGoals, type Goal, goals } from './red-team/outwits.ts';
export type { Plan, Step } from './red-team/plan.ts';
export type { Evasion, Searched } from './red-team/search.ts';
export { HORIZON_MINUTES, type UsefulWorkName, usefulWorks } from './red-team/useful-work.ts';
export { complaint, policyOf, type Run, type RunOptions, runScenario } from './run.ts';
export type { Scenario } from './scenario.ts';
export { scenarios } from './scenarios/index.ts';
export { AGENTS_DEFAULT, type SimulateOptions, simulate } from './simulate.ts';
export { taken } from './taken.ts';
