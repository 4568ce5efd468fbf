import './queue.css';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { IncidentSummary } from '../../api/generated/schemas.ts';
import { useMe } from '../../api/me.tsx';
import { type Casework, useCasework } from '../../casework/use-casework.tsx';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { type Cursor, cursorKeys, useCursor } from '../../keys/use-cursor.ts';
import { Name } from '../../ui/name.tsx';
import { Page } from '../../ui/page.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { type QueueAddress, useQueueAddress } from './queue-address.ts';
import { queueColumns } from './queue-columns.tsx';
import { FILTER_ID, QueueFilters } from './queue-filters.tsx';
import { type QueueRow, rowKey } from './queue-rows.ts';
import { useQueue } from './use-queue.ts';

/** What waits for somebody, the most urgent first. */
export function QueuePage() {
  const address = useQueueAddress();
  const queue = useQueue(address);
  return (
    <Page
      title="Queue"
      count={queue.count === undefined ? '' : `${queue.count}${queue.hasNextPage ? '+' : ''}`}
    >
      <QueueFilters address={address} />
      <Loaded query={queue}>
        {(rows) =>
          rows.length === 0 ? <NothingWaits address={address} /> : <Queue rows={rows} onEnd={queue.more} />
        }
      </Loaded>
    </Page>
  );
}

const NothingWaits = ({ address: { matchers, statuses, isMine } }: { address: QueueAddress }) =>
  matchers.length > 0 || isMine || statuses !== 'not resolved' ? (
    <EmptyState title="Nothing here">No incident is like this. Take a filter away to see more.</EmptyState>
  ) : (
    <EmptyState title="All quiet">
      Nothing waits for anybody. What is found appears here by itself.
    </EmptyState>
  );

function Queue({ rows, onEnd }: { rows: readonly QueueRow[]; onEnd(): void }) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const cursor = useCursor(rows, rowKey);
  const clear = (): void => setSelected(new Set());
  const casework = useCasework(clear);
  const toggle = useCallback(
    (id: string): void =>
      setSelected((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const columns = useMemo(() => queueColumns({ has: (id) => selected.has(id), toggle }), [selected, toggle]);
  const current = cursor.row;
  const chosen = rows.flatMap((row) =>
    row.kind === 'incident' && selected.has(row.incident.id) ? [row.incident] : [],
  );
  const targets = chosen.length > 0 ? chosen : current?.kind === 'incident' ? [current.incident] : [];
  useQueueKeys({ cursor, targets, casework, toggle });

  return (
    <>
      <Acts targets={targets} isBulk={chosen.length > 0} casework={casework} onClear={clear} />
      <RowTable
        label="Incidents"
        rows={rows}
        columns={columns}
        keyOf={rowKey}
        {...cursor.table}
        onEnd={onEnd}
        classOf={(row) => (row.kind === 'group' ? 'group' : row.incident.severity)}
        wholeRow={(row) => row.kind === 'group' && <GroupHeading row={row} />}
      />
      {casework.dialogs}
    </>
  );
}

const GroupHeading = ({ row: { label, value, count, severity } }: { row: QueueRow & { kind: 'group' } }) => (
  <>
    <SeverityBadge severity={severity} short />
    <span className="soft">{label}</span>
    <b>
      <Name>{value === '' ? 'none' : value}</Name>
    </b>
    <span className="soft">{count}</span>
  </>
);

interface Keys {
  cursor: Cursor<QueueRow>;
  targets: readonly IncidentSummary[];
  casework: Casework;
  toggle(id: string): void;
}

function useQueueKeys({ cursor, targets, casework, toggle }: Keys): void {
  const navigate = useNavigate();
  const id = cursor.row?.kind === 'incident' ? cursor.row.incident.id : undefined;
  const may = !casework.isBusy && casework.mayWorkOn(targets);
  useShortcuts([
    ...cursorKeys(cursor, 'incident'),
    {
      keys: 'enter',
      says: 'open it',
      run: () => id && void navigate({ to: '/incidents/$id', params: { id } }),
    },
    { keys: 'x', says: 'select it', run: () => id && toggle(id) },
    { keys: 'a', says: 'acknowledge', run: () => may && void casework.acknowledge(targets) },
    { keys: 'm', says: 'make it mine', run: () => may && void casework.takeOn(targets) },
    { keys: 'w', says: 'assign it to …', run: () => may && casework.assign(targets) },
    { keys: 's', says: 'silence', run: () => may && casework.silence(targets) },
    { keys: 'r', says: 'resolve', run: () => may && casework.resolve(targets) },
    { keys: '/', says: 'filter', run: () => document.getElementById(FILTER_ID)?.focus() },
  ]);
}

interface ActsProps {
  targets: readonly IncidentSummary[];
  isBulk: boolean;
  casework: Casework;
  onClear(): void;
}

/** What can be done with what is selected, or with the one at the cursor. */
function Acts({ targets, isBulk, casework, onClear }: ActsProps) {
  const me = useMe();
  const [first] = targets;
  if (!me.mayAnywhere('analyst')) return <p className="soft queue-acts">You may look, and change nothing.</p>;
  const isOff = targets.length === 0 || casework.isBusy || !casework.mayWorkOn(targets);
  const acts = [
    ['Acknowledge', 'a', () => void casework.acknowledge(targets)],
    ['Mine', 'm', () => void casework.takeOn(targets)],
    ['Assign …', 'w', () => casework.assign(targets)],
    ['Silence …', 's', () => casework.silence(targets)],
    ['Resolve …', 'r', () => casework.resolve(targets)],
  ] as const;
  return (
    <div className="queue-acts" role="toolbar" aria-label="Acts">
      {acts.map(([text, key, run]) => (
        <button key={text} type="button" className="button small" disabled={isOff} onClick={run}>
          {text} <kbd className="only-wide">{key}</kbd>
        </button>
      ))}
      <span className="soft queue-about">
        {isBulk ? `${targets.length} selected` : first ? <Name>{first.title}</Name> : 'nothing chosen'}
      </span>
      {isBulk && (
        <button type="button" className="button quiet small" onClick={onClear}>
          Clear
        </button>
      )}
    </div>
  );
}
