import { listIn, oneOf, type Search } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { type GroupedBy, groupings } from './queue-rows.ts';

/** What people choose from, and the statuses that each means. */
export const shownStatuses = {
  'not resolved': ['open', 'acknowledged'],
  open: ['open'],
  acknowledged: ['acknowledged'],
  resolved: ['resolved'],
} as const;
export type ShownStatuses = keyof typeof shownStatuses;

/** What of the queue is shown, as the address has it. */
export interface QueueAddress {
  matchers: readonly string[];
  statuses: ShownStatuses;
  group: GroupedBy | undefined;
  isMine: boolean;
  change(changes: Search): void;
}

export function useQueueAddress(): QueueAddress {
  const [search, change] = useSearchState();
  const choices = Object.keys(shownStatuses) as ShownStatuses[];
  return {
    matchers: listIn(search, 'matcher'),
    statuses: oneOf(search, 'status', choices) ?? 'not resolved',
    group: oneOf(search, 'group', groupings),
    isMine: search.mine === 'true',
    change,
  };
}
