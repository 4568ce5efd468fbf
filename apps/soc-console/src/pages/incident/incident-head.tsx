import { useNavigate } from '@tanstack/react-router';
import type { Incident } from '../../api/generated/schemas.ts';
import { useMe } from '../../api/me.tsx';
import { personOf } from '../../casework/person-of.ts';
import { useCasework } from '../../casework/use-casework.tsx';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { Badge, StatusBadge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { Time } from '../../ui/time.tsx';

/** The headline, how things stand, and what can be done with the incident itself. */
export function IncidentHead({ incident }: { incident: Incident }) {
  const { severity, status, verdict, assignee, drill, tags, fleet, detectedTime, headline } = incident;
  return (
    <header className={`incident-head ${severity}`}>
      <p className="incident-badges">
        <SeverityBadge severity={severity} /> <StatusBadge status={status} />
        {verdict && <Badge>{verdict}</Badge>}
        {drill && <Badge tone="info">drill</Badge>}
        {tags.map((tag) => (
          <Badge key={tag}>
            <Name>{tag}</Name>
          </Badge>
        ))}
        <span className="soft">
          fleet <Name>{fleet}</Name>
        </span>
        <span className="soft">
          found <Time at={detectedTime} />
        </span>
        <span className="soft">
          {assignee === null ? (
            'nobody has it'
          ) : (
            <>
              taken by <Name>{personOf(assignee)}</Name>
            </>
          )}
        </span>
      </p>
      <p className="incident-headline">
        <Name wrap>{headline}</Name>
      </p>
      <Tools incident={incident} />
    </header>
  );
}

function Tools({ incident }: { incident: Incident }) {
  const navigate = useNavigate();
  const casework = useCasework();
  const me = useMe();
  const one = [incident];
  const mayWork = casework.mayWorkOn(one);
  const isResolved = incident.status === 'resolved';
  const acts = [
    {
      key: 'a',
      text: 'Acknowledge',
      run: () => void casework.acknowledge(one),
      isOff: incident.status !== 'open',
    },
    {
      key: 'm',
      text: 'Mine',
      run: () => void casework.takeOn(one),
      isOff: incident.assignee === me.auditName,
    },
    { key: 'w', text: 'Assign …', run: () => casework.assign(one), isOff: false },
    { key: 's', text: 'Silence …', run: () => casework.silence(one), isOff: false },
    isResolved
      ? { key: 'o', text: 'Open again', run: () => void casework.reopen(one), isOff: false }
      : { key: 'r', text: 'Resolve …', run: () => casework.resolve(one), isOff: false },
  ];
  useShortcuts([
    ...acts.map(({ key, text, run, isOff }) => ({
      keys: key,
      says: text.replace(' …', '').toLowerCase(),
      run: () => {
        if (mayWork && !isOff && !casework.isBusy) run();
      },
    })),
    { keys: 'u', says: 'back to the queue', run: () => void navigate({ to: '/' }) },
    { keys: 'p', says: 'print', run: () => print() },
  ]);
  return (
    <div className="tools">
      {acts.map(({ key, text, run, isOff }) => (
        <button
          key={key}
          type="button"
          className="button"
          disabled={!mayWork || isOff || casework.isBusy}
          title={mayWork ? undefined : 'Needs the role analyst in its fleets'}
          onClick={run}
        >
          {text} <kbd className="only-wide">{key}</kbd>
        </button>
      ))}
      <span className="grow" />
      <Exports id={incident.id} />
      {casework.dialogs}
    </div>
  );
}

const Exports = ({ id }: { id: string }) => {
  const at = `/api/v1/incidents/${encodeURIComponent(id)}`;
  return (
    <>
      <a className="button" href={`${at}/ocsf`} download={`${id}.ocsf.json`}>
        OCSF JSON
      </a>
      <a className="button" href={`${at}/markdown`} download={`${id}.md`}>
        Markdown
      </a>
      <button type="button" className="button" onClick={() => print()}>
        Print
      </button>
    </>
  );
};
