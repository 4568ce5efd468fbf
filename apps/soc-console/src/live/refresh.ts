import type { QueryClient } from '@tanstack/react-query';
import type { Changes } from './changes.ts';

/** Reads anew what changed and is shown. */
export async function refresh(client: QueryClient, changes: Changes): Promise<void> {
  const concerned = {
    predicate: ({ queryKey: [operation, asked] }: { queryKey: readonly unknown[] }) =>
      typeof operation === 'string' && changes.concerns(operation, asked as { path?: { id?: string } }),
  };
  const underWay = client.getQueryCache().findAll({ ...concerned, fetchStatus: 'fetching' });
  await client.invalidateQueries(concerned, { cancelRefetch: false });
  if (underWay.length === 0) return;
  // What was asked before it changed may have been answered as things stood then.
  await client.invalidateQueries(
    { predicate: (query) => underWay.includes(query) },
    { cancelRefetch: false },
  );
}
