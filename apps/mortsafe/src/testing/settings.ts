import { CHECKPOINT_EVERY_MS, LAG_MS_MAX, LOOPBACK } from '../config/read-config.ts';
import { loadPolicy } from '../config/read-policy.ts';
import type { Settings } from '../config/settings.ts';
import { builtInRules } from '../user-rules/rule-set.ts';

/** Settings of a mortsafe that tells nobody, on ports that the system chooses. */
export const quietSettings = (dataDirectory: string, changes: Partial<Settings> = {}): Settings => ({
  dataDirectory,
  rules: builtInRules,
  policy: loadPolicy(undefined, builtInRules),
  checkpointEveryMs: CHECKPOINT_EVERY_MS,
  agentsDoor: { host: LOOPBACK, port: 0, tokens: [] },
  platformDoor: undefined,
  socDoor: { host: LOOPBACK, port: 0, controlTokens: [], viewToken: undefined, publicUrl: undefined },
  ordersDoor: { host: LOOPBACK, port: 0 },
  access: {},
  hooks: [],
  operations: { host: LOOPBACK, port: 0, lagMaxMs: LAG_MS_MAX },
  canary: undefined,
  postgres: undefined,
  retention: {},
  shieldingDomains: undefined,
  executors: [],
  isolators: [],
  channels: [],
  routing: {},
  slackButtons: undefined,
  pagerDutyReplies: undefined,
  ...changes,
});
