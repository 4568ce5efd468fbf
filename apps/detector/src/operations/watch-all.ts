import type { DetectorWatch } from './detector-watch.ts';

/** Tells several watchers the same, in their order. */
export const watchAll = (...watchers: readonly DetectorWatch[]): Required<DetectorWatch> => ({
  joined: (...told) => watchers.forEach((each) => void each.joined?.(...told)),
  left: (...told) => watchers.forEach((each) => void each.left?.(...told)),
  stands: (...told) => watchers.forEach((each) => void each.stands?.(...told)),
  entered: (...told) => watchers.forEach((each) => void each.entered?.(...told)),
  took: (...told) => watchers.forEach((each) => void each.took?.(...told)),
  reported: (...told) => watchers.forEach((each) => void each.reported?.(...told)),
  checkpointed: (...told) => watchers.forEach((each) => void each.checkpointed?.(...told)),
});
