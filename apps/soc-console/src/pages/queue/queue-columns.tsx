import { Link } from '@tanstack/react-router';
import type { IncidentSummary } from '../../api/generated/schemas.ts';
import { personOf } from '../../casework/person-of.ts';
import { StatusBadge } from '../../ui/badge.tsx';
import { Name, Names } from '../../ui/name.tsx';
import { readable } from '../../ui/readable.ts';
import type { Column } from '../../ui/row-table.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { Age } from '../../ui/time.tsx';
import type { QueueRow } from './queue-rows.ts';

export interface Selection {
  has(id: string): boolean;
  toggle(id: string): void;
}

const column = (
  title: string,
  width: string,
  show: (incident: IncidentSummary) => React.ReactNode,
  about: Partial<Column<QueueRow>> = {},
): Column<QueueRow> => ({
  ...{ title, width, ...about },
  // Headings of groups have no cells.
  cell: (row) => (row.kind === 'incident' ? show(row.incident) : null),
});

export const queueColumns = (selection: Selection): Column<QueueRow>[] => [
  column(
    'Select',
    '38px',
    ({ id, title }) => (
      <input
        type="checkbox"
        aria-label={`Select ${readable(title)}`}
        checked={selection.has(id)}
        onChange={() => selection.toggle(id)}
      />
    ),
    { isTitleHidden: true, phoneWidth: '30px' },
  ),
  column('Severity', '108px', ({ severity }) => <SeverityBadge severity={severity} short />, {
    phoneWidth: '92px',
  }),
  column('Status', '122px', ({ status }) => <StatusBadge status={status} />, { hideBelow: 'wide' }),
  column('Incident', 'minmax(110px, 4fr)', ({ id, title, drill }) => (
    <Link to="/incidents/$id" params={{ id }} className="queue-link">
      {drill && <span className="badge info">drill</span>} <Name>{title}</Name>
    </Link>
  )),
  column('Fleet', 'minmax(80px, 1.2fr)', ({ fleet }) => <Name>{fleet}</Name>, { hideBelow: 'wide' }),
  column(
    'Subject',
    'minmax(80px, 1.2fr)',
    ({ subject }) => <Names of={subject === null ? [] : [subject]} />,
    {
      hideBelow: 'wider',
    },
  ),
  column(
    'Actor',
    'minmax(80px, 1.2fr)',
    ({ actors }) => <Names of={actors.map(({ id }) => id)} shown={1} />,
    {
      hideBelow: 'wide',
    },
  ),
  column(
    'Assignee',
    'minmax(70px, 1fr)',
    ({ assignee }) => <Names of={assignee === null ? [] : [personOf(assignee)]} />,
    {
      hideBelow: 'wider',
    },
  ),
  column('Findings', '78px', ({ findingCount }) => findingCount, { hideBelow: 'wider', isNumber: true }),
  column('Age', '104px', ({ detectedTime }) => <Age since={detectedTime} />, {
    isNumber: true,
    phoneWidth: '62px',
  }),
];
