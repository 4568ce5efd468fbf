import { Badge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import type { Column } from '../../ui/row-table.tsx';
import { type Severity, SeverityBadge } from '../../ui/severity.tsx';
import { tuningOf } from './rule-numbers.ts';
import type { ReadRule } from './use-rules.ts';

/** How grave what it finds may be: from, and down to. */
export function SeverityRange({ severities }: { severities: readonly Severity[] }) {
  const [gravest, last] = [severities[0], severities.at(-1)];
  if (!gravest || !last) return <span className="soft">not said</span>;
  return (
    <span className="rules-severity">
      <SeverityBadge severity={gravest} short />
      {last !== gravest && <small>to {last === 'informational' ? 'info' : last}</small>}
    </span>
  );
}

/** What the policy does to it, in a word. */
export function TuningMark({ rule }: { rule: ReadRule }) {
  const tuning = tuningOf(rule, rule.says?.durations ?? []);
  const off = tuning.filter(({ isOff }) => isOff).length;
  if (tuning.length === 0) return <span className="soft">as it is</span>;
  return off > 0 ? (
    <Badge tone="warn">off in {off}</Badge>
  ) : (
    <Badge tone="info">tuned in {tuning.length}</Badge>
  );
}

export interface RuleColumnsOptions {
  open(rule: ReadRule): void;
  /** While a rule is open beside them. */
  isNarrow: boolean;
}

export const ruleColumns = ({ open, isNarrow }: RuleColumnsOptions): Column<ReadRule>[] => [
  {
    title: 'Rule',
    width: 'minmax(150px, 2fr)',
    cell: (rule) => (
      <button type="button" className="row-link" onClick={() => open(rule)}>
        <Name>{rule.title}</Name>
        <small className="mono">
          <Name>{rule.id}</Name>
        </small>
      </button>
    ),
  },
  {
    title: 'Severity',
    width: isNarrow ? '96px' : '150px',
    phoneWidth: '92px',
    cell: ({ says, page }) =>
      page === null || says ? (
        <SeverityRange severities={says?.severities ?? []} />
      ) : (
        <span className="soft">…</span>
      ),
  },
  ...(isNarrow
    ? []
    : [
        {
          title: 'What it finds',
          width: 'minmax(200px, 4fr)',
          hideBelow: 'wide',
          cell: ({ says, page }) =>
            says ? (
              <Name>{says.finds}</Name>
            ) : (
              <span className="soft">{page === null ? 'A rule of your own.' : '…'}</span>
            ),
        } satisfies Column<ReadRule>,
      ]),
  {
    title: 'Policy',
    width: '96px',
    hideBelow: isNarrow ? 'wider' : 'wide',
    cell: (rule) => <TuningMark rule={rule} />,
  },
];
