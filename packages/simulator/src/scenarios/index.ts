import type { Scenario } from '../scenario.ts';
import { collusionScenarios } from './collusion.ts';
import { defenceScenarios } from './defences.ts';
import { deliveryScenarios } from './delivery.ts';
import { everydayScenarios } from './everyday.ts';
import { favourScenarios } from './favours.ts';
import { floodScenarios } from './flood.ts';
import { forgedScenarios } from './forged.ts';
import { linkScenarios } from './links.ts';
import { maskScenarios } from './masks.ts';
import { mixedRhythmScenarios } from './mixed-rhythms.ts';
import { newNameScenarios } from './new-name.ts';
import { relaunchScenarios } from './relaunch.ts';
import { silenceScenarios } from './silence.ts';
import { socWorkflowScenarios } from './soc-workflow.ts';
import { tamperingScenarios } from './tampering.ts';

/** Every scenario. */
export const scenarios: readonly Scenario[] = [
  ...relaunchScenarios,
  ...newNameScenarios,
  ...linkScenarios,
  ...maskScenarios,
  ...forgedScenarios,
  ...tamperingScenarios,
  ...favourScenarios,
  ...collusionScenarios,
  ...defenceScenarios,
  ...floodScenarios,
  ...silenceScenarios,
  ...mixedRhythmScenarios,
  ...socWorkflowScenarios,
  ...deliveryScenarios,
  ...everydayScenarios,
];
