import './incident.css';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { BodyOf } from '../../api/ask.ts';
import { useApi } from '../../api/use-api.ts';
import { textIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { Page } from '../../ui/page.tsx';
import { readable } from '../../ui/readable.ts';
import { Loaded } from '../../ui/states.tsx';
import { AuditSection } from './audit-section.tsx';
import { FactsSection } from './facts-section.tsx';
import { IncidentHead } from './incident-head.tsx';
import { swimlanesOf } from './lanes/lanes.ts';
import { LanesSection } from './lanes/lanes-section.tsx';
import { NotesSection } from './notes-section.tsx';
import { PrintedEvents } from './printed-events.tsx';
import { RawEvents } from './raw-events.tsx';
import { RolesSection } from './roles-section.tsx';
import { StepsSection } from './steps-section.tsx';
import { ToldSection } from './told-section.tsx';
import { WhySection } from './why-section.tsx';

export type IncidentBody = BodyOf<'get /incidents/{id}'>;

/** One incident as a story: what happened, who had which part in it, what to do, and how all of that is known. */
export function IncidentPage() {
  const { id = '' } = useParams({ strict: false });
  const query = useApi('get /incidents/{id}', { path: { id } });
  return (
    <Page title={query.data ? readable(query.data.incident.title) : 'Incident'} before={back}>
      <Loaded query={query}>{(body) => <Story key={body.incident.id} body={body} />}</Loaded>
    </Page>
  );
}

const back = (
  <p className="incident-back">
    <Link to="/">← Queue</Link>
  </p>
);

function Story({ body }: { body: IncidentBody }) {
  const { incident, notes, notifications, progress, facts, steps } = body;
  const [search, change] = useSearchState();
  // The address follows, and may lag behind fast keys.
  const [chosen, setChosen] = useState(textIn(search, 'event'));
  const deadLine = progress?.whole.deadLine;
  const swimlanes = useMemo(() => swimlanesOf(incident, deadLine), [incident, deadLine]);
  const choose = (event: string | undefined): void => {
    setChosen(event);
    change({ event });
  };

  return (
    <>
      <IncidentHead incident={incident} />
      <RolesSection incident={incident} />
      {swimlanes && <LanesSection swimlanes={swimlanes} chosen={chosen} onChoose={choose} />}
      <div className="incident-columns">
        <div>
          <StepsSection incident={incident} steps={steps} />
          <WhySection incident={incident} onEvidence={choose} />
        </div>
        <div>
          <FactsSection facts={facts} progress={progress} />
          <NotesSection incident={incident} notes={notes} />
          <AuditSection id={incident.id} />
          <ToldSection messages={notifications} />
        </div>
      </div>
      <RawEvents incident={incident} chosen={chosen} onChoose={choose} />
      <PrintedEvents timeline={incident.timeline} />
    </>
  );
}
