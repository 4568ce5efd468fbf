/** What machines elsewhere may ask for: it contains, and lets nobody off. */
export const hookActs = ['kill', 'quarantine', 'compromised'] as const;
export type HookAct = (typeof hookActs)[number];
