import { describeEvent } from '@mortsafe/agent-events/describe-event';
import type { AgentEvent } from '@mortsafe/agent-events/events';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Incident, TimelineEntry } from '../../api/generated/schemas.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { Name } from '../../ui/name.tsx';
import { readable } from '../../ui/readable.ts';
import { type Column, RowTable } from '../../ui/row-table.tsx';
import { durationText, localText, Time, utcText } from '../../ui/time.tsx';

interface RawEventsProps {
  incident: Incident;
  /** Key of the entry whose evidence is open. */
  chosen: string | undefined;
  onChoose(key: string | undefined): void;
}

/** Everything that is kept of what happened, as it came; one of them opened. */
export function RawEvents({ incident, chosen, onChoose }: RawEventsProps) {
  const { timeline, beyondBounds } = incident;
  const [wanted, setWanted] = useState('');
  const rows = useMemo(() => matching(timeline, wanted), [timeline, wanted]);
  const kill = timeline.find(({ event }) => event.type === 'kill.ordered')?.time;
  const columns = useMemo(() => eventColumns(kill, onChoose), [kill, onChoose]);
  const place = rows.findIndex(({ key }) => key === chosen);
  const open = rows[place];
  const go = (step: number): void =>
    onChoose(rows[Math.max(0, Math.min(place + step, rows.length - 1))]?.key);
  useShortcuts([
    { keys: 'j', says: 'next event', run: () => go(1) },
    { keys: 'k', says: 'the event before', run: () => go(-1) },
  ]);
  return (
    <section className="card incident-raw" aria-labelledby="raw-title">
      <header>
        <h2 id="raw-title">
          Raw events <small>{rows.length}</small>
        </h2>
        <input
          className="input"
          type="search"
          aria-label="Find among the events"
          placeholder="find: agent, type, words"
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
      </header>
      {beyondBounds.events > 0 && <p className="soft">{beyondBounds.events} more than an incident holds.</p>}
      {open && <Evidence entry={open} onClose={() => onChoose(undefined)} />}
      <RowTable
        label="Raw events"
        rows={rows}
        columns={columns}
        keyOf={({ key }) => key}
        rowHeight={34}
        {...(place >= 0 && { cursor: place, cursorMoves: chosen })}
      />
    </section>
  );
}

const asEvent = ({ event }: TimelineEntry): AgentEvent => event as unknown as AgentEvent;

const matching = (timeline: readonly TimelineEntry[], wanted: string): readonly TimelineEntry[] => {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return timeline;
  return timeline.filter((entry) => {
    const text = `${entry.event.type} ${entry.event.origin} ${describeEvent(asEvent(entry))}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
};

const eventColumns = (kill: number | undefined, onChoose: (key: string) => void): Column<TimelineEntry>[] => [
  { title: 'Time', width: '112px', cell: ({ time }) => <Time at={time} /> },
  {
    title: 'From the kill',
    width: '118px',
    isNumber: true,
    hideBelow: 'wide',
    cell: ({ time }) => fromKill(time, kill),
  },
  {
    title: 'Said by',
    width: '84px',
    hideBelow: 'wide',
    cell: ({ event }) => <b className={`origin ${event.origin}`}>{event.origin}</b>,
  },
  { title: 'Type', width: '168px', hideBelow: 'wider', cell: ({ event }) => <code>{event.type}</code> },
  {
    title: 'What happened',
    width: 'minmax(0, 1fr)',
    cell: (entry) => (
      <button type="button" className="incident-event" onClick={() => onChoose(entry.key)}>
        <Name>{describeEvent(asEvent(entry))}</Name>
      </button>
    ),
  },
];

function fromKill(time: number, kill: number | undefined): string {
  if (kill === undefined) return '';
  return `${time < kill ? '−' : '+'}${durationText(time - kill)}`;
}

/** The event as it came, in JSON; what hides or turns text round is made visible line by line. */
function Evidence({ entry, onClose }: { entry: TimelineEntry; onClose(): void }) {
  const element = useRef<HTMLElement>(null);
  const { key, time, event } = entry;
  // Each newly opened one is brought into sight.
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' });
  }, [key]);
  return (
    <section ref={element} className="incident-open" aria-label="Evidence">
      <header>
        <h3>
          <Name>{describeEvent(asEvent(entry))}</Name>
        </h3>
        <button type="button" className="button small" onClick={onClose}>
          Close
        </button>
      </header>
      <p className="soft">
        {localText(time)} · {utcText(time)} · said by{' '}
        <b className={`origin ${event.origin}`}>{event.origin}</b>
        {typeof event.sender === 'string' && (
          <>
            , sent by <Name>{event.sender}</Name>
          </>
        )}
      </p>
      <pre>{JSON.stringify(event, null, 2).split('\n').map(readable).join('\n')}</pre>
    </section>
  );
}
