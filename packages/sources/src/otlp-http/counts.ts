/** Distinct reasons that are counted apart; they are made of what senders sent, so there could be any number. */
const REASONS_MAX = 200;
const OTHER = 'other';

export interface ReceiverCounts {
  requests: number;
  /** Answers by HTTP status; 0 for those that went away before they were answered. */
  byStatus: Readonly<Record<number, number>>;
  events: number;
  dropped: number;
  rejected: number;
  /** Rejections that `reject` could not take. */
  rejectionsLost: number;
  /** Why requests were refused and records dropped or rejected. */
  reasons: Readonly<Record<string, number>>;
}

export function createCounts() {
  const byStatus: Record<number, number> = {};
  const reasons = new Map<string, number>();
  const totals = { requests: 0, events: 0, dropped: 0, rejected: 0, rejectionsLost: 0 };
  return {
    totals,
    status(status: number): void {
      byStatus[status] = (byStatus[status] ?? 0) + 1;
    },
    reason(text: string): void {
      const key = kindOfReason(text);
      const counted = reasons.has(key) || reasons.size < REASONS_MAX ? key : OTHER;
      reasons.set(counted, (reasons.get(counted) ?? 0) + 1);
    },
    read: (): ReceiverCounts => ({
      ...totals,
      byStatus: { ...byStatus },
      reasons: Object.fromEntries(reasons),
    }),
  };
}

export type Counts = ReturnType<typeof createCounts>;

/** Without what was sent, so that the same fault is counted as the same. */
export const kindOfReason = (text: string): string =>
  text.replace(/, got .*$/s, '').replace(/\[\d+\]/g, '[]');
