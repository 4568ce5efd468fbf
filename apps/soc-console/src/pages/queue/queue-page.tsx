import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { IncidentSummary } from '../../api/generated/schemas.ts';
import { useApi } from '../../api/use-api.ts';
import { listIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { StatusBadge } from '../../ui/badge.tsx';
import { MatcherBar } from '../../ui/matcher-bar.tsx';
import { Name } from '../../ui/name.tsx';
import { Page } from '../../ui/page.tsx';
import { type Column, RowTable } from '../../ui/row-table.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Age } from '../../ui/time.tsx';

const columns: Column<IncidentSummary>[] = [
  { title: 'Severity', width: '116px', cell: ({ severity }) => <SeverityBadge severity={severity} short /> },
  {
    title: 'Status',
    width: '128px',
    hideBelow: 'wide',
    cell: ({ status }) => <StatusBadge status={status} />,
  },
  {
    title: 'Incident',
    width: 'minmax(120px, 3fr)',
    cell: ({ id, title }) => (
      <Link to="/incidents/$id" params={{ id }}>
        <Name>{title}</Name>
      </Link>
    ),
  },
  {
    title: 'Fleet',
    width: 'minmax(80px, 1fr)',
    hideBelow: 'wide',
    cell: ({ fleet }) => <Name>{fleet}</Name>,
  },
  { title: 'Age', width: '84px', isNumber: true, cell: ({ lastTime }) => <Age since={lastTime} /> },
];

/** What waits for somebody. */
export function QueuePage() {
  const [search, change] = useSearchState();
  const [cursor, setCursor] = useState(0);
  const matchers = listIn(search, 'matcher');
  const query = useApi('get /incidents', {
    query: { status: ['open'], ...(matchers.length > 0 && { matcher: matchers }) },
  });
  useShortcuts([{ keys: 'j', says: 'next', run: () => setCursor((at) => at + 1) }]);
  return (
    <Page title="Queue" count={query.data?.incidents.length}>
      <MatcherBar matchers={matchers} onChange={(matcher) => change({ matcher: [...matcher] })} />
      <Loaded query={query}>
        {({ incidents }) =>
          incidents.length === 0 ? (
            <EmptyState title="All quiet" />
          ) : (
            <RowTable
              label="Incidents"
              rows={incidents}
              columns={columns}
              keyOf={({ id }) => id}
              cursor={cursor}
              onCursor={setCursor}
            />
          )
        }
      </Loaded>
    </Page>
  );
}
