import { useInfiniteQuery } from '@tanstack/react-query';
import { apiPages } from '../../api/use-api.ts';
import { type OrderRow, orderRows } from './order-rows.ts';

const PAGE = 100;

/** All orders that may be seen, a page of both lists at a time. */
export function useOrders(fleet: string | undefined) {
  const recorded = useInfiniteQuery(apiPages('get /orders', { query: { limit: PAGE } }));
  const seen = useInfiniteQuery(
    apiPages('get /order-states', { query: { limit: PAGE, ...(fleet !== undefined && { fleet }) } }),
  );
  const rows: OrderRow[] | undefined =
    recorded.data && seen.data
      ? orderRows(
          recorded.data.pages
            .flatMap(({ orders }) => orders)
            .filter((one) => fleet === undefined || one.fleet === fleet),
          seen.data.pages.flatMap(({ orders }) => orders),
        )
      : undefined;
  return {
    query: {
      data: rows,
      error: recorded.error ?? seen.error,
      refetch: async () => void (await Promise.all([recorded.refetch(), seen.refetch()])),
    },
    more() {
      for (const list of [recorded, seen]) {
        if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
      }
    },
  };
}
