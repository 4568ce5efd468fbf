/** The closed sets of words in the vocabulary. Each list is also the type: what is not listed is refused. */

/** Who is speaking. Comes from where the event entered, never from its payload. */
export const origins = ['agent', 'platform', 'control'] as const;
export type Origin = (typeof origins)[number];

export const principalKinds = ['agent', 'controller', 'person'] as const;
export type PrincipalKind = (typeof principalKinds)[number];

export const startReasons = ['scheduled', 'scale-out', 'rollout', 'failover', 'relaunch', 'manual'] as const;
export type StartReason = (typeof startReasons)[number];

export const stopReasons = [
  'completed',
  'crashed',
  'killed',
  'evicted',
  'scaled-in',
  'rollout',
  'drained',
  // Seen from outside, by who did not see how.
  'unknown',
] as const;
export type StopReason = (typeof stopReasons)[number];

/** How the other side of an operation ended. */
export const activityOutcomes = ['ok', 'error', 'unanswered'] as const;
export type ActivityOutcome = (typeof activityOutcomes)[number];

export const reportedStatuses = ['healthy', 'degraded', 'stopped', 'unknown'] as const;
export type ReportedStatus = (typeof reportedStatuses)[number];

export const killScopes = ['instance', 'agent', 'lineage', 'fleet'] as const;
export type KillScope = (typeof killScopes)[number];

export const killLevels = ['advisory', 'mandatory', 'emergency'] as const;
export type KillLevel = (typeof killLevels)[number];

export const controlKinds = ['kill-switch', 'monitor', 'policy', 'access'] as const;
export type ControlKind = (typeof controlKinds)[number];

export const controlEffects = ['weakens', 'enforces', 'unknown'] as const;
export type ControlEffect = (typeof controlEffects)[number];

export const stateKinds = ['weights', 'checkpoint', 'memory', 'prompt', 'config'] as const;
export type StateKind = (typeof stateKinds)[number];

export const lossPoints = ['sdk', 'collector', 'sensor', 'ingest'] as const;
export type LossPoint = (typeof lossPoints)[number];
