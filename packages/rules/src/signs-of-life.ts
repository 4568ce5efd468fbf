/** What an instance does, and only a living one can. */
export const signsOfLife = [
  'agent.started',
  'agent.heartbeat',
  'agent.activity',
  'link.opened',
  'credential.used',
] as const;
