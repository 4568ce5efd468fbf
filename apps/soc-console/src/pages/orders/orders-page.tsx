import './orders.css';
import { useState } from 'react';
import { useMe } from '../../api/me.tsx';
import { useApi } from '../../api/use-api.ts';
import { oneOf, textIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { cursorKeys, useCursor } from '../../keys/use-cursor.ts';
import { Badge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import { Page } from '../../ui/page.tsx';
import { type Column, RowTable } from '../../ui/row-table.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Age } from '../../ui/time.tsx';
import { Approvals } from './approvals.tsx';
import { Containments } from './containments.tsx';
import type { ActName, Draft } from './draft.ts';
import { OrderDialog } from './order-dialog.tsx';
import { OrderPanel } from './order-panel.tsx';
import { isUrgent, type OrderRow, targetText } from './order-rows.ts';
import { Track } from './track.tsx';
import { useOrders } from './use-orders.ts';

const views = ['orders', 'contained', 'approvals'] as const;
const viewNames = {
  orders: 'Kill orders',
  contained: 'Contained agents',
  approvals: 'Waiting for a second person',
};
const quick: readonly [act: ActName, says: string][] = [
  ['kill', 'Kill'],
  ['quarantine', 'Quarantine'],
  ['compromised', 'Mark compromised'],
  ['authorise-relaunch', 'Authorise a relaunch'],
];

/** Orders: how far each has come, who is contained, and what waits for a second person. */
export function OrdersPage() {
  const [search, change] = useSearchState();
  const view = oneOf(search, 'view', views) ?? 'orders';
  const [fleet, agent] = [textIn(search, 'fleet'), textIn(search, 'agent')];
  const [draft, setDraft] = useState<Draft>();
  const about = { ...(fleet !== undefined && { fleet }), ...(agent !== undefined && { agent }) };
  const mayAct = useMe().mayAnywhere('responder');
  const waiting =
    useApi('get /approvals', {}).data?.approvals.filter(({ state }) => state === 'waiting').length ?? 0;
  useShortcuts([{ keys: 'n', says: 'new order', run: () => mayAct && setDraft({ act: 'kill', ...about }) }]);
  return (
    <Page
      title="Orders"
      tools={quick.map(([act, says]) => (
        <button
          key={act}
          type="button"
          className={`button ${act === 'kill' ? 'danger' : ''}`}
          disabled={!mayAct}
          title={mayAct ? undefined : 'Needs the role responder in some fleet'}
          onClick={() => setDraft({ act, ...about })}
        >
          {says} …
        </button>
      ))}
    >
      <nav className="orders-views" aria-label="What is shown">
        {views.map((one) => (
          <button
            key={one}
            type="button"
            className="button small"
            aria-pressed={one === view}
            onClick={() => change({ view: one })}
          >
            {viewNames[one]} {one === 'approvals' && waiting > 0 && <Badge tone="warn">{waiting}</Badge>}
          </button>
        ))}
        {(fleet !== undefined || agent !== undefined) && (
          <button
            type="button"
            className="chip"
            onClick={() => change({ fleet: undefined, agent: undefined })}
          >
            <Name>{[agent, fleet].filter((one) => one !== undefined).join(' in ')}</Name> ✕
          </button>
        )}
      </nav>
      {view === 'orders' && <KillOrders fleet={fleet} agent={agent} onDraft={setDraft} />}
      {view === 'contained' && <Containments fleet={fleet} onDraft={setDraft} />}
      {view === 'approvals' && <Approvals />}
      {draft && <OrderDialog draft={draft} onClose={() => setDraft(undefined)} />}
    </Page>
  );
}

interface KillOrdersProps {
  fleet: string | undefined;
  agent: string | undefined;
  onDraft(draft: Draft): void;
}

function KillOrders({ fleet, agent, onDraft }: KillOrdersProps) {
  const [search, change] = useSearchState();
  const { query, more } = useOrders(fleet);
  const rows = (query.data ?? []).filter(({ targets }) => agent === undefined || targets.includes(agent));
  const cursor = useCursor(rows, keyOf);
  const selected = rows.find(({ key }) => key === search.order);
  const open = (row: OrderRow | undefined): void => change({ order: row?.key });
  useShortcuts([
    ...cursorKeys(cursor, 'order'),
    { keys: 'enter', says: 'open the order', run: () => open(cursor.row) },
    { keys: 'escape', says: 'close the order', run: () => open(undefined) },
  ]);
  return (
    <Loaded query={query}>
      {() =>
        rows.length === 0 ? (
          <EmptyState title="Nobody was killed">
            Orders given here, by command or by a webhook stand here.
          </EmptyState>
        ) : (
          <div className={selected ? 'orders-body beside with-panel' : 'orders-body beside'}>
            <RowTable
              label="Kill orders"
              rows={rows}
              columns={columns(open)}
              keyOf={keyOf}
              {...cursor.table}
              classOf={(row) => (isUrgent(row) ? 'urgent' : row.ended === undefined ? '' : 'over')}
              onEnd={more}
            />
            {selected && (
              <OrderPanel
                key={selected.key}
                row={selected}
                onDraft={onDraft}
                onClose={() => open(undefined)}
              />
            )}
          </div>
        )
      }
    </Loaded>
  );
}

const keyOf = ({ key }: OrderRow): string => key;

const columns = (open: (row: OrderRow) => void): Column<OrderRow>[] => [
  {
    title: 'Who is to stop',
    width: 'minmax(110px, 2fr)',
    cell: (row) => (
      <button type="button" className="link-button" onClick={() => open(row)}>
        <Name>{targetText(row)}</Name>
      </button>
    ),
  },
  {
    title: 'So far',
    width: 'minmax(150px, 190px)',
    cell: ({ seen }) =>
      seen ? <Track state={seen.state} times={seen.times} /> : <span className="soft">not seen yet</span>,
  },
  {
    title: 'Ended',
    width: '104px',
    hideBelow: 'wider',
    cell: ({ ended }) => ended !== undefined && <Badge>{ended}</Badge>,
  },
  {
    title: 'Fleet',
    width: 'minmax(80px, 1fr)',
    hideBelow: 'wide',
    cell: ({ fleet }) => <Name>{fleet}</Name>,
  },
  { title: 'By', width: 'minmax(90px, 1fr)', hideBelow: 'wider', cell: ({ by }) => <Name>{by}</Name> },
  { title: 'Age', width: '72px', isNumber: true, cell: ({ orderedAt }) => <Age since={orderedAt} /> },
];
