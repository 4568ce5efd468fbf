import './shielding.css';
import { useState } from 'react';
import { useApi } from '../../api/use-api.ts';
import { oneOf, textIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { Page } from '../../ui/page.tsx';
import { readable } from '../../ui/readable.ts';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { useNow } from '../../ui/time.tsx';
import { AgentPanel } from './agent-panel.tsx';
import { EdgePanel } from './edge-panel.tsx';
import { graphAt, graphOf, type ServedGraph, spanOf } from './graph.ts';
import { GraphView } from './graph-view.tsx';
import { Legend } from './legend.tsx';
import { PairTable } from './pair-table.tsx';
import { TimeSlider } from './time-slider.tsx';

const HOUR_MS = 3_600_000;
const spans = { '24h': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS, '30d': 30 * 24 * HOUR_MS, all: undefined };
const spanNames = Object.keys(spans) as (keyof typeof spans)[];
const EDGES_MAX = 600;
/** A question that changed with every tick of the clock would be asked anew each time. */
const ROUND_MS = 10 * 60_000;

/** Who shields whom: the graph, as it grew. */
export function ShieldingPage() {
  const [search, change] = useSearchState();
  const span = oneOf(search, 'span', spanNames) ?? '30d';
  const fleet = textIn(search, 'fleet');
  const since = Math.floor((useNow() - (spans[span] ?? 0)) / ROUND_MS) * ROUND_MS;
  const query = useApi('get /shielding-graph', {
    query: { limit: EDGES_MAX, ...(spans[span] && { since }), ...(fleet !== undefined && { fleet }) },
  });
  const fleets = useApi('get /fleets', {});
  const isTable = search.view === 'pairs';
  return (
    <Page
      title="Shielding"
      tools={
        <>
          <label>
            <span className="visually-hidden">Fleet</span>
            <select
              className="select small"
              value={fleet ?? ''}
              onChange={({ target }) => change({ fleet: target.value || undefined })}
            >
              <option value="">All fleets</option>
              {[
                ...new Set([
                  ...(fleets.data?.fleets.map((one) => one.fleet) ?? []),
                  ...(fleet ? [fleet] : []),
                ]),
              ].map((one) => (
                <option key={one} value={one}>
                  {readable(one)}
                </option>
              ))}
            </select>
          </label>
          <Choice
            label="How far back"
            choices={spanNames}
            chosen={span}
            onChoose={(chosen) => change({ span: chosen })}
          />
          <Choice
            label="View"
            choices={['graph', 'pairs']}
            chosen={isTable ? 'pairs' : 'graph'}
            onChoose={(view) => change({ view })}
          />
        </>
      }
    >
      <Loaded query={query}>
        {(served) =>
          served.edges.length === 0 ? (
            <EmptyState title="Nobody shields anybody">
              As soon as an agent does something for one that is contained, both stand here.
            </EmptyState>
          ) : (
            <Shown served={served} isTable={isTable} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface ChoiceProps<Name extends string> {
  label: string;
  choices: readonly Name[];
  chosen: Name;
  onChoose(name: Name): void;
}

const Choice = <Name extends string>({ label, choices, chosen, onChoose }: ChoiceProps<Name>) => (
  <fieldset className="shielding-choice">
    <legend className="visually-hidden">{label}</legend>
    {choices.map((name) => (
      <button
        key={name}
        type="button"
        className="button small"
        aria-pressed={name === chosen}
        onClick={() => onChoose(name)}
      >
        {name}
      </button>
    ))}
  </fieldset>
);

function Shown({ served, isTable }: { served: ServedGraph; isTable: boolean }) {
  const [search, change] = useSearchState();
  const whole = graphOf(served);
  const [from, until] = spanOf(whole) ?? [0, 0];
  const [at, setAt] = useState<number>();
  const shown = at === undefined ? whole : graphAt(whole, at);
  const selected = textIn(search, 'selected');
  const select = (key: string | undefined): void => change({ selected: key });
  const node = whole.nodes.find(({ key }) => key === selected);
  const edge = whole.edges.find(({ key }) => key === selected);
  return (
    <>
      {served.isCut && (
        <p className="soft">
          Only the {EDGES_MAX} ties with the newest acts are shown. Choose a fleet or a shorter time.
        </p>
      )}
      <div className="shielding-body beside">
        <div className="shielding-main">
          {isTable ? (
            <PairTable edges={shown.edges} selected={selected} onSelect={select} />
          ) : (
            <GraphView whole={whole} shown={shown} selected={selected} onSelect={select} />
          )}
          <TimeSlider from={from} until={until} at={at} onChange={setAt} />
        </div>
        <aside className="shielding-panel side-panel card" aria-label="What is selected">
          {node && <AgentPanel node={node} edges={shown.edges} onSelect={select} />}
          {edge && <EdgePanel key={edge.key} edge={edge} onSelect={select} />}
          {!node && !edge && <Legend graph={shown} />}
        </aside>
      </div>
    </>
  );
}
