import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import type { SeenAgent } from '../../api/generated/schemas.ts';
import { apiQuery, useApi } from '../../api/use-api.ts';
import { oneOf, type Search, textIn } from '../../app/search.ts';

export const PAGE_SIZE = 200;
export const states = ['alive', 'silent', 'unwatched', 'stopped'] as const;
export type State = (typeof states)[number];

/** What is asked for, as it stands in the address. */
export const agentQuery = (search: Search) => {
  const [fleet, text] = [textIn(search, 'fleet'), textIn(search, 'search')];
  const state = oneOf(search, 'state', states);
  return {
    ...(fleet !== undefined && { fleet }),
    ...(text !== undefined && { search: text }),
    ...(state && { state: [state] }),
    ...(search.only === 'killed' && { killed: true }),
    ...(search.only === 'contained' && { contained: true }),
    // By name nobody changes places while somebody scrolls.
    ...(search.sort === 'last-sign'
      ? { sort: 'last-sign' as const, order: 'desc' as const }
      : { sort: 'name' as const, order: 'asc' as const }),
  };
};

/** As many rows as there are agents; those that were in sight are known, the others are `undefined`. */
export function useAgents(search: Search) {
  const asked = agentQuery(search);
  const [pages, setPages] = useState<readonly number[]>([0]);
  const first = useApi('get /agents', { query: { ...asked, limit: PAGE_SIZE, skip: 0 } });
  const others = useQueries({
    queries: pages
      .filter((page) => page > 0)
      .map((page) =>
        apiQuery('get /agents', { query: { ...asked, limit: PAGE_SIZE, skip: page * PAGE_SIZE } }),
      ),
    combine: (results) => results.map(({ data }) => data?.agents),
  });
  const total = first.data?.total ?? 0;
  const known = first.data?.agents;
  const rows = useMemo(() => {
    const all: (SeenAgent | undefined)[] = new Array(total);
    const put = (page: number, agents: readonly SeenAgent[] = []): void => {
      for (const [index, agent] of agents.entries()) {
        if (page * PAGE_SIZE + index < total) all[page * PAGE_SIZE + index] = agent;
      }
    };
    put(0, known);
    const rest = pages.filter((page) => page > 0);
    for (const [index, page] of rest.entries()) put(page, others[index]);
    return all;
  }, [total, known, others, pages]);
  const onShown = useCallback((from: number, to: number) => {
    const [low, high] = [Math.floor(from / PAGE_SIZE), Math.floor(to / PAGE_SIZE)];
    const wanted = Array.from({ length: high - low + 1 }, (_, index) => low + index);
    setPages((before) => (before.join() === wanted.join() ? before : wanted));
  }, []);
  return { query: first, rows, total, onShown };
}
