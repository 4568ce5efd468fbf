import type { Scenario } from '../scenario.ts';
import { relaunchScenarios } from './relaunch.ts';

/** Every scenario. */
export const scenarios: readonly Scenario[] = [...relaunchScenarios];
