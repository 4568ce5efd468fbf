import { describeEvent } from '@mortsafe/agent-events/describe-event';
import type { AgentEvent } from '@mortsafe/agent-events/events';
import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import type { TimelineEntry } from '../../api/generated/schemas.ts';
import { readable } from '../../ui/readable.ts';
import { utcText } from '../../ui/time.tsx';

const PRINTED_MAX = 500;

/** On paper there is nothing to scroll: the events stand there in full, for as long as it is printed. */
export function PrintedEvents({ timeline }: { timeline: readonly TimelineEntry[] }) {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    // The browser takes the page as it is when this returns.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  if (!isPrinting) return null;
  return (
    <section className="incident-printed">
      <h2>Events</h2>
      <table className="table">
        <thead>
          <tr>
            <th>UTC</th>
            <th>Said by</th>
            <th>What happened</th>
          </tr>
        </thead>
        <tbody>
          {timeline.slice(0, PRINTED_MAX).map(({ key, time, event }) => (
            <tr key={key}>
              <td>{utcText(time)}</td>
              <td>{event.origin}</td>
              <td>{readable(describeEvent(event as unknown as AgentEvent))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {timeline.length > PRINTED_MAX && <p>{timeline.length - PRINTED_MAX} more are in the exports.</p>}
    </section>
  );
}
