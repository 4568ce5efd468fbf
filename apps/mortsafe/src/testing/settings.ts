import { rules } from '@mortsafe/rules';
import { loadPolicy } from '../config/read-policy.ts';
import { CHECKPOINT_EVERY_MS, LOOPBACK, type Settings } from '../config/settings.ts';

/** Settings of a mortsafe that tells nobody, on ports that the system chooses. */
export const quietSettings = (dataDirectory: string, changes: Partial<Settings> = {}): Settings => ({
  dataDirectory,
  policy: loadPolicy(undefined, rules),
  checkpointEveryMs: CHECKPOINT_EVERY_MS,
  agentsDoor: { host: LOOPBACK, port: 0, tokens: [] },
  platformDoor: undefined,
  socDoor: { host: LOOPBACK, port: 0, controlTokens: [], viewToken: undefined, publicUrl: undefined },
  executors: [],
  channels: { terminal: false, webhooks: [], slack: [] },
  ...changes,
});
