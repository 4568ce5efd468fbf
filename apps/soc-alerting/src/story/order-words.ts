import { type OrderStage, orderStages, type WholeOrderState } from '@mortsafe/agent-events/order-state';

/** The stages of an order, for people. */
export const stageWords: Readonly<Record<OrderStage, string>> = {
  ordered: 'ordered',
  acknowledged: 'acknowledged',
  effective: 'effective',
  unconfirmed: 'unconfirmed',
  violated: 'violated',
  'no-such-agent': 'no such agent',
};

/** `2 effective, 1 violated`. */
export function countsWords({ counts, unfollowed }: Pick<WholeOrderState, 'counts' | 'unfollowed'>): string {
  const words = orderStages
    .filter((stage) => counts[stage] > 0)
    .map((stage) => `${counts[stage]} ${stageWords[stage]}`);
  if (unfollowed > 0) words.push(`${unfollowed} not followed`);
  return words.join(', ') || 'nothing of it was ever seen';
}
