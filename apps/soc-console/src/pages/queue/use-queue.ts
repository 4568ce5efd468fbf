import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMe } from '../../api/me.tsx';
import { apiPages } from '../../api/use-api.ts';
import { type QueueAddress, shownStatuses } from './queue-address.ts';
import { queueRows } from './queue-rows.ts';

const PAGE_LIMIT = 200;

/** The lines of the queue that the address asks for, and more of them by pages. */
export function useQueue({ matchers, statuses, group, isMine }: QueueAddress) {
  const { auditName } = useMe();
  const query = useInfiniteQuery({
    ...apiPages('get /incidents', {
      query: {
        status: shownStatuses[statuses],
        limit: PAGE_LIMIT,
        ...(matchers.length > 0 && { matcher: matchers }),
        ...(isMine && { assignee: auditName }),
      },
    }),
    placeholderData: keepPreviousData,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const incidents = useMemo(() => data?.pages.flatMap((page) => page.incidents), [data]);
  const rows = useMemo(() => (incidents ? queueRows(incidents, group) : undefined), [incidents, group]);
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return { ...query, data: rows, count: incidents?.length, more };
}
