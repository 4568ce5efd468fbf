import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Rule } from '../../api/generated/schemas.ts';
import { apiQuery, useApi } from '../../api/use-api.ts';
import { type PageParts, partsOfPage } from './page-parts.ts';

/** A rule as it is in force, and what its page says of it: undefined while it is not read, or where there is none. */
export interface ReadRule extends Rule {
  says: PageParts | undefined;
}

/** Pages do not change while the server runs. */
const PAGE_STALE_MS = Number.POSITIVE_INFINITY;

export function useRules() {
  const query = useApi('get /rules', {});
  const rules = query.data?.rules;
  const texts = useQueries({
    queries: (rules ?? [])
      .filter(({ page }) => page !== null)
      .map(({ id }) => ({ ...apiQuery('get /rules/{id}/page', { path: { id } }), staleTime: PAGE_STALE_MS })),
    combine: (results) => results.map(({ data }) => data),
  });
  const read = useMemo(() => {
    const left = [...texts];
    return (rules ?? []).map((rule): ReadRule => {
      const text = rule.page === null ? undefined : left.shift();
      return { ...rule, says: text === undefined ? undefined : partsOfPage(text) };
    });
  }, [rules, texts]);
  return { query, rules: read };
}
