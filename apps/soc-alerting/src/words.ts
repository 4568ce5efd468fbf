export { ALREADY_RESCINDED } from './control/already-rescinded.ts';
export { type HookAct, hookActs } from './control/hook-acts.ts';
export { type LabelName, labelNames, type Ownership } from './pipeline/labels.ts';
export { type Matcher, matcherText, parseMatcher } from './pipeline/matcher.ts';
export { parseInterval, type WrittenInterval } from './pipeline/parse-interval.ts';
export { countsWords, stageWords } from './story/order-words.ts';
export { durationWords, listWords, readable, timeWords } from './story/readable.ts';
