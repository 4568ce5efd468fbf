import './telemetry.css';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { DoorHealth } from '../../api/generated/schemas.ts';
import { apiQuery, useApi } from '../../api/use-api.ts';
import { oneOf, textIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { cursorKeys, useCursor } from '../../keys/use-cursor.ts';
import { Page } from '../../ui/page.tsx';
import { readable } from '../../ui/readable.ts';
import { RowTable } from '../../ui/row-table.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { doorColumns } from './door-columns.tsx';
import { DoorDetail } from './door-detail.tsx';
import { VitalSigns } from './vital-signs.tsx';

/** As often as the server counts anew; no event of the stream tells it. */
const FRESH_MS = 5_000;
const windows = ['15', '60', '180'] as const;
const windowTitles = { '15': '15 min', '60': '1 hour', '180': '3 hours' } as const;

const keyOf = ({ door, fleet }: DoorHealth): string => JSON.stringify([door, fleet]);

/** Whether what agents and sensors say arrives, is read, and is on time. */
export function TelemetryPage() {
  const [search, change] = useSearchState();
  const fleet = textIn(search, 'fleet');
  const shownFor = oneOf(search, 'minutes', windows) ?? '60';
  const minutes = Number(shownFor);
  const query = useQuery({
    ...apiQuery('get /telemetry', { query: { minutes, ...(fleet !== undefined && { fleet }) } }),
    refetchInterval: FRESH_MS,
    placeholderData: keepPreviousData,
  });
  const doors = query.data?.doors ?? [];
  const cursor = useCursor(doors, keyOf);
  const chosen = doors.find((one) => keyOf(one) === textIn(search, 'source'));
  const open = (one: DoorHealth | undefined): void => change({ source: one && keyOf(one) });
  useShortcuts([
    ...cursorKeys(cursor, 'source'),
    { keys: 'enter', says: 'open the source', run: () => open(cursor.row) },
    { keys: 'escape', says: 'close the source', run: () => open(undefined) },
  ]);
  return (
    <Page
      title="Telemetry"
      count={query.data && doors.length}
      tools={
        <>
          <FleetChoice fleet={fleet} onChange={(chosen) => change({ fleet: chosen })} />
          <fieldset className="telemetry-window">
            <legend className="visually-hidden">Time shown</legend>
            {windows.map((one) => (
              <button
                key={one}
                type="button"
                className="button small"
                aria-pressed={one === shownFor}
                onClick={() => change({ minutes: one })}
              >
                {windowTitles[one]}
              </button>
            ))}
          </fieldset>
        </>
      }
    >
      <Loaded query={query}>
        {({ sources }) => (
          <div className="telemetry-body beside">
            {doors.length === 0 ? (
              <div className="card">
                <EmptyState title="Nothing came in">
                  No door counted anything {fleet === undefined ? '' : 'of this fleet '}in this time.
                </EmptyState>
              </div>
            ) : (
              <RowTable
                label="Sources"
                rows={doors}
                columns={doorColumns(minutes, open)}
                keyOf={keyOf}
                {...cursor.table}
                rowHeight={48}
              />
            )}
            {chosen ? (
              <DoorDetail health={chosen} minutes={minutes} onClose={() => open(undefined)} />
            ) : (
              <VitalSigns signs={sources} />
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function FleetChoice({ fleet, onChange }: { fleet: string | undefined; onChange(fleet?: string): void }) {
  const fleets = useApi('get /fleets', {}).data?.fleets.map((one) => one.fleet) ?? [];
  const names = new Set([...fleets, ...(fleet === undefined ? [] : [fleet])]);
  return (
    <label>
      <span className="visually-hidden">Fleet</span>
      <select
        className="select small telemetry-fleet"
        value={fleet ?? ''}
        onChange={({ target }) => onChange(target.value || undefined)}
      >
        <option value="">All fleets</option>
        {[...names].map((name) => (
          <option key={name} value={name}>
            {readable(name)}
          </option>
        ))}
      </select>
    </label>
  );
}
