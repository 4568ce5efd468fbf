import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useMe } from '../../api/me.tsx';
import { apiPages, useApi } from '../../api/use-api.ts';
import { type QueueAddress, shownStatuses } from './queue-address.ts';
import { queueRows, together } from './queue-rows.ts';

const PAGE_LIMIT = 200;

/** The lines of the queue that the address asks for, and more of them by pages. */
export function useQueue({ matchers, statuses, group, isMine }: QueueAddress) {
  const { auditName } = useMe();
  const filter = {
    limit: PAGE_LIMIT,
    ...(matchers.length > 0 && { matcher: matchers }),
    ...(isMine && { assignee: auditName }),
  };
  const query = useInfiniteQuery({
    ...apiPages('get /incidents', { query: { ...filter, status: shownStatuses[statuses] } }),
    placeholderData: keepPreviousData,
  });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  // Pages come by their newest evidence. What is grave and still waits must not be on a later one.
  const { data: grave } = useApi(
    'get /incidents',
    { query: { ...filter, status: shownStatuses[statuses].slice(0, 1), severity: ['critical', 'high'] } },
    { enabled: hasNextPage },
  );
  const incidents = useMemo(
    () => data && together([...data.pages.flatMap((page) => page.incidents), ...(grave?.incidents ?? [])]),
    [data, grave],
  );
  const rows = useMemo(() => (incidents ? queueRows(incidents, group) : undefined), [incidents, group]);
  const more = (): void => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return { ...query, data: rows, count: incidents?.length, more };
}
