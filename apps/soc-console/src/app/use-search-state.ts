import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Search } from './search.ts';

/**
 * What stands in the address, and a way to change some of it. `undefined` takes a key out. Pages keep their filters
 * here, so that an address can be sent to somebody else.
 */
export function useSearchState(): [Search, (changes: Search) => void] {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Search) =>
      void navigate({
        to: '.',
        search: ((before: Search) => ({ ...before, ...changes })) as never,
        replace: true,
      }),
    [navigate],
  );
  return [search, change];
}
