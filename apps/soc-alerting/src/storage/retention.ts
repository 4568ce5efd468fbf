const DAY_MS = 86_400_000;

/** How long what is over is kept. What is not over is kept, however old. */
export interface Retention {
  /** From when an incident was resolved. Default 400 days. */
  incidentsMs: number;
  /** From when an act was done, a tie last seen, a containment ended. Default 400 days, at least 14. */
  shieldingMs: number;
  /** From when an entry was written into the audit trail. Default null: for ever. */
  auditMs: number | null;
}

export const defaultRetention: Retention = {
  incidentsMs: 400 * DAY_MS,
  shieldingMs: 400 * DAY_MS,
  auditMs: null,
};

/** Looking back needs twice seven days of it. */
export const SHIELDING_MS_MIN = 14 * DAY_MS;
