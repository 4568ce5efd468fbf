import './lanes.css';
import { describeEvent } from '@mortsafe/agent-events/describe-event';
import { memo, useState } from 'react';
import { Name } from '../../../ui/name.tsx';
import { durationText, localText, utcText } from '../../../ui/time.tsx';
import { LaneAxis } from './lane-axis.tsx';
import type { Lane, Swimlanes } from './lanes.ts';
import { MarkIcon } from './mark-icon.tsx';
import { type Mark, type MarkKind, markWords } from './marks.ts';
import { useLaneKeys } from './use-lane-keys.ts';
import { usePlot } from './use-plot.ts';
import { usePointer } from './use-pointer.ts';
import { useView, type View } from './use-view.ts';

export interface LanesSectionProps {
  swimlanes: Swimlanes;
  /** Key of the entry whose evidence is open. */
  chosen: string | undefined;
  onChoose(key: string): void;
}

/** Who was alive when: a lane for each instance, the kill and the dead line across all of them. */
export function LanesSection({ swimlanes, chosen, onChoose }: LanesSectionProps) {
  const view = useView(swimlanes.whole);
  const [hovered, setHovered] = useState<Mark>();
  const [at, setAt] = useState<Mark>();
  const choose = (mark: Mark): void => {
    setAt(mark);
    onChoose(mark.key);
  };
  const pointed = hovered ?? at;
  const { canvas, width } = usePlot(swimlanes, view.shown, pointed?.key ?? chosen);
  const pointer = usePointer({ canvas, width, swimlanes, view, onHover: setHovered, onChoose: choose });
  const onKeyDown = useLaneKeys({ swimlanes, view, at, onMove: setAt, onChoose: choose });

  return (
    <section className="card lanes" aria-labelledby="lanes-title">
      <header className="lanes-head">
        <h2 id="lanes-title">Who was alive when</h2>
        <ViewTools view={view} />
      </header>
      <div className="lanes-grid">
        <span />
        <LaneAxis view={view.shown} width={width} swimlanes={swimlanes} />
        <LaneNames lanes={swimlanes.lanes} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its keys do all that the pointer does. */}
        <div className="lanes-plot" role="application" tabIndex={0} aria-label={HOW} onKeyDown={onKeyDown}>
          <canvas ref={canvas} {...pointer} />
        </div>
      </div>
      <Told mark={pointed} />
      <Legend swimlanes={swimlanes} />
    </section>
  );
}

const HOW =
  'Lanes. Arrows go from event to event and from lane to lane, with Shift they move the time; plus and minus zoom, 0 shows all, Enter opens the evidence. The raw events below say the same in words.';

function ViewTools({ view: { shown, isWhole, zoom, fit } }: { view: View }) {
  return (
    <div className="tools">
      <small title={`${utcText(shown.from)} to ${utcText(shown.to)}`}>
        {durationText(shown.to - shown.from)} shown
      </small>
      <button type="button" className="button small" aria-label="Nearer" onClick={() => zoom(0.6)}>
        +
      </button>
      <button
        type="button"
        className="button small"
        aria-label="Farther"
        disabled={isWhole}
        onClick={() => zoom(1 / 0.6)}
      >
        −
      </button>
      <button type="button" className="button small" disabled={isWhole} onClick={fit}>
        All
      </button>
    </div>
  );
}

/** These two change with the story alone: not with each step of the view. */
const LaneNames = memo(({ lanes }: { lanes: readonly Lane[] }) => (
  <ol className="lanes-names" aria-label="Lanes">
    {lanes.map((lane) => (
      <LaneName key={lane.key} lane={lane} />
    ))}
  </ol>
));

const LaneName = ({ lane: { agent, instance, role } }: { lane: Lane }) => (
  <li className={`lanes-name ${role}`}>
    <span>
      <Name>{agent}</Name>
      {role !== 'other' && <em>{role}</em>}
    </span>
    <small>{instance === null ? 'instance not told' : <Name>{instance}</Name>}</small>
  </li>
);

/** The mark that is pointed at, in words: over the lanes it would hide them. */
const Told = ({ mark }: { mark: Mark | undefined }) => (
  <p className="lanes-told" role="status">
    {mark ? (
      <>
        <b>{localText(mark.at)}</b> <span className={`origin ${mark.event.origin}`}>{mark.event.origin}</span>{' '}
        <Name wrap>{describeEvent(mark.event)}</Name>
      </>
    ) : (
      'Point at a mark, or go there by the arrows, to read it here.'
    )}
  </p>
);

const Legend = memo(({ swimlanes: { lanes, left, kill, deadLine } }: { swimlanes: Swimlanes }) => {
  const used = new Set(lanes.flatMap(({ marks }) => marks.map(({ kind }) => kind)));
  const kinds = (Object.keys(markWords) as MarkKind[]).filter((kind) => used.has(kind));
  return (
    <p className="lanes-legend">
      {kinds.map((kind) => (
        <span key={kind}>
          <MarkIcon kind={kind} /> {markWords[kind]}
        </span>
      ))}
      {kill !== undefined && (
        <span>
          <i className="lanes-line kill" /> kill ordered
        </span>
      )}
      {deadLine !== undefined && (
        <span>
          <i className="lanes-line dead" /> dead line
        </span>
      )}
      {lanes.some(({ zombie }) => zombie !== null) && (
        <span>
          <i className="lanes-swatch" /> alive past its dead line
        </span>
      )}
      {lanes.some(({ gaps }) => gaps.length > 0) && (
        <span>
          <i className="lanes-line gap" /> silent
        </span>
      )}
      <span className="lanes-origins">
        said by <b className="origin agent">agent</b> <b className="origin platform">platform</b>{' '}
        <b className="origin control">control</b>
      </span>
      {left > 0 && <span>{left} more lanes are among the raw events</span>}
    </p>
  );
});
