import { MINUTE, SECOND } from './durations.ts';
import type { Faults } from './faults.ts';

const network: Faults = { loss: 0.005, duplication: 0.02, delay: 0.01, reorderMs: 900 };
const clocks: Faults = { skewMs: 2 * SECOND, reorderMs: 900 };
const restarts: Faults = { restartEvery: 2_000, duplication: 0.02 };

/** Troubles as they come in practice, by name. */
export const faultMixes: Readonly<Record<string, Faults>> = {
  none: {},
  network,
  clocks,
  restarts,
  storm: { ...network, ...clocks, ...restarts },
  outage: { outage: { fromMs: 8 * MINUTE, lastsMs: 90 * SECOND } },
};

/** Undefined where no mix is called so. */
export const faultsCalled = (name: string): Faults | undefined =>
  Object.hasOwn(faultMixes, name) ? faultMixes[name] : undefined;
