import type { DoorHealth } from '../../api/generated/schemas.ts';
import { Name } from '../../ui/name.tsx';
import type { Column } from '../../ui/row-table.tsx';
import { SparklineMark } from './sparkline-mark.tsx';
import { countText, rateText, skewText, totalOf } from './words.ts';

/** A number that says by its weight whether it is anything to look at. */
export const Flaw = ({ count, tone = 'warn' }: { count: number; tone?: 'warn' | 'bad' }) => (
  <span className={count > 0 ? `telemetry-flawed ${tone}` : 'soft'}>{countText(count)}</span>
);

export const doorColumns = (minutes: number, open: (door: DoorHealth) => void): Column<DoorHealth>[] => [
  {
    title: 'Source',
    width: 'minmax(96px, 3fr)',
    cell: (health) => (
      <button type="button" className="row-link" onClick={() => open(health)}>
        <Name>{health.fleet ?? health.door}</Name>
        <small>
          {health.fleet === null ? (
            'whole door'
          ) : (
            <>
              by <Name>{health.door}</Name>
            </>
          )}
        </small>
      </button>
    ),
  },
  {
    title: 'Events',
    width: 'minmax(120px, 2fr)',
    phoneWidth: '60px',
    cell: (health) => <SparklineMark health={health} minutes={minutes} />,
  },
  {
    title: 'Rate',
    width: '84px',
    phoneWidth: '62px',
    isNumber: true,
    cell: ({ eventsPerSecond }) => rateText(eventsPerSecond),
  },
  {
    title: 'Lag',
    width: '76px',
    phoneWidth: '48px',
    isNumber: true,
    cell: ({ lag }) => (lag === null ? <span className="soft">–</span> : <Flaw count={lag} />),
  },
  {
    title: 'Rejected',
    width: '84px',
    phoneWidth: '74px',
    isNumber: true,
    cell: ({ rejected }) => <Flaw count={totalOf(rejected)} tone="bad" />,
  },
  {
    title: 'Lost',
    width: '72px',
    hideBelow: 'wide',
    isNumber: true,
    cell: ({ lost }) => <Flaw count={lost} tone="bad" />,
  },
  {
    title: 'Clocks',
    width: '112px',
    hideBelow: 'wider',
    isNumber: true,
    cell: ({ skew }) => <span className="soft">{skew ? skewText(skew.medianMs) : '–'}</span>,
  },
];
