import './fleet.css';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { SeenAgent } from '../../api/generated/schemas.ts';
import { textIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { cursorKeys, useCursor } from '../../keys/use-cursor.ts';
import { Page } from '../../ui/page.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { agentColumns } from './agent-columns.tsx';
import { AgentDetail } from './agent-detail.tsx';
import { FleetFilters } from './fleet-filters.tsx';
import { useAgents } from './use-agents.ts';

const keyOf = ({ fleet, agent }: SeenAgent): string => JSON.stringify([fleet, agent]);

/** Who is there, and how they are. */
export function FleetPage() {
  const [search, change] = useSearchState();
  const { query, rows, total, onShown } = useAgents(search);
  const cursor = useCursor(rows, keyOf);
  const field = useRef<HTMLInputElement>(null);
  const [of, agent] = [textIn(search, 'of'), textIn(search, 'agent')];
  const open = (one: Pick<SeenAgent, 'fleet' | 'agent'> | undefined): void =>
    change({ of: one?.fleet, agent: one?.agent });
  useShortcuts([
    ...cursorKeys(cursor, 'agent'),
    { keys: 'enter', says: 'open the agent', run: () => open(cursor.row) },
    { keys: '/', says: 'search', run: () => field.current?.focus() },
    { keys: 'escape', says: 'close the agent', run: () => open(undefined) },
  ]);
  return (
    <Page title="Fleet" count={query.data && total.toLocaleString()} tools={<SearchField field={field} />}>
      <FleetFilters search={search} change={change} />
      <div className={agent === undefined ? 'fleet-body beside' : 'fleet-body beside with-detail'}>
        <Loaded query={query}>
          {() =>
            total === 0 ? (
              <Nobody isFiltered={Object.keys(search).length > 0} />
            ) : (
              <RowTable
                label="Agents"
                rows={rows}
                columns={agentColumns(open)}
                keyOf={keyOf}
                {...cursor.table}
                onShown={onShown}
              />
            )
          }
        </Loaded>
        {agent !== undefined && of !== undefined && (
          <AgentDetail
            key={JSON.stringify([of, agent])}
            fleet={of}
            agent={agent}
            onOpen={(other) => open({ fleet: of, agent: other })}
            onClose={() => open(undefined)}
          />
        )}
      </div>
    </Page>
  );
}

const Nobody = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <EmptyState title="Nobody is like that">Take a filter away.</EmptyState>
  ) : (
    <EmptyState title="Nobody was seen yet">
      As soon as an agent sends its first event, it stands here.
    </EmptyState>
  );

/** What is typed stands in the address once the hand rests. */
function SearchField({ field }: { field: RefObject<HTMLInputElement | null> }) {
  const [search, change] = useSearchState();
  const asked = textIn(search, 'search') ?? '';
  // Until the address has it: from then on it shows what the address says, whoever changes that.
  const [typed, setTyped] = useState<string>();
  if (typed === asked) setTyped(undefined);
  useEffect(() => {
    if (typed === undefined) return;
    const waiting = setTimeout(() => change({ search: typed || undefined }), 200);
    return () => clearTimeout(waiting);
  }, [typed, change]);
  return (
    <input
      ref={field}
      type="search"
      className="input"
      placeholder="Search names ( / )"
      aria-label="Search the names of agents"
      value={typed ?? asked}
      maxLength={256}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
