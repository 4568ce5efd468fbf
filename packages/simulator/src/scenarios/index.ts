import type { Scenario } from '../scenario.ts';
import { linkScenarios } from './links.ts';
import { maskScenarios } from './masks.ts';
import { newNameScenarios } from './new-name.ts';
import { relaunchScenarios } from './relaunch.ts';

/** Every scenario. */
export const scenarios: readonly Scenario[] = [
  ...relaunchScenarios,
  ...newNameScenarios,
  ...linkScenarios,
  ...maskScenarios,
];
