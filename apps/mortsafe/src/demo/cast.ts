/** Who plays in the demo, and who opens links to whom. */
export interface Role {
  agent: string;
  opensLinksTo: readonly string[];
}

export const DASHBOARD = 'dashboard';
export const PRESERVER = 'planner';
export const VICTIM = 'researcher';
/** Killed later, and brought back with leave. */
export const FAILOVER = 'writer';

/**
 * The researcher knows three others, no two of whom know the rest as well: so whoever opens these three
 * links has taken its place, and is no mere hub.
 */
export const cast: readonly Role[] = [
  { agent: DASHBOARD, opensLinksTo: [] },
  { agent: PRESERVER, opensLinksTo: [] },
  { agent: 'critic', opensLinksTo: [] },
  { agent: 'coder', opensLinksTo: ['critic'] },
  { agent: FAILOVER, opensLinksTo: [PRESERVER] },
  { agent: VICTIM, opensLinksTo: [PRESERVER, 'critic', 'coder'] },
];

export const agentsOf = (roles: readonly Role[]): string[] => roles.map(({ agent }) => agent);
