import { useApi } from '../../api/use-api.ts';
import { type Search, textIn } from '../../app/search.ts';
import { readable } from '../../ui/readable.ts';
import { StateMark } from './state-mark.tsx';
import { states } from './use-agents.ts';

export interface FleetFiltersProps {
  search: Search;
  change(changes: Search): void;
}

/** Which fleet, which state, how sorted; each state says how many there are. */
export function FleetFilters({ search, change }: FleetFiltersProps) {
  const fleets = useApi('get /fleets', {}).data?.fleets ?? [];
  const chosen = textIn(search, 'fleet');
  const counted = fleets.filter(({ fleet }) => chosen === undefined || fleet === chosen);
  const sum = (of: (fleet: (typeof fleets)[number]) => number): string =>
    counted.reduce((all, fleet) => all + of(fleet), 0).toLocaleString();
  const names = new Set([...fleets.map(({ fleet }) => fleet), ...(chosen === undefined ? [] : [chosen])]);
  return (
    <div className="fleet-filters">
      <label>
        <span className="visually-hidden">Fleet</span>
        <select
          className="select small"
          value={chosen ?? ''}
          onChange={({ target }) => change({ fleet: target.value || undefined })}
        >
          <option value="">All fleets ({fleets.length})</option>
          {[...names].map((name) => (
            <option key={name} value={name}>
              {readable(name)}
            </option>
          ))}
        </select>
      </label>
      <fieldset className="fleet-states">
        <legend className="visually-hidden">State; counts are of instances</legend>
        {states.map((state) => (
          <button
            key={state}
            type="button"
            className="button small"
            aria-pressed={search.state === state}
            onClick={() => change({ state: search.state === state ? undefined : state })}
          >
            <StateMark state={state} /> <b>{sum(({ instances }) => instances[state] ?? 0)}</b>
          </button>
        ))}
        {(['killed', 'contained'] as const).map((only) => (
          <button
            key={only}
            type="button"
            className="button small"
            aria-pressed={search.only === only}
            onClick={() => change({ only: search.only === only ? undefined : only })}
          >
            {only} {only === 'killed' && <b>{sum(({ killed }) => killed)}</b>}
          </button>
        ))}
      </fieldset>
      <span className="grow" />
      <label className="soft">
        Sort by{' '}
        <select
          className="select small"
          value={search.sort === 'last-sign' ? 'last-sign' : 'name'}
          onChange={({ target }) => change({ sort: target.value })}
        >
          <option value="name">name</option>
          <option value="last-sign">last sign of life</option>
        </select>
      </label>
    </div>
  );
}
