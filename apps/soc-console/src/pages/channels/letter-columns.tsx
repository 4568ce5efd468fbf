import { Link } from '@tanstack/react-router';
import { ActButton } from '../../ui/act-button.tsx';
import { Name } from '../../ui/name.tsx';
import { readable } from '../../ui/readable.ts';
import type { Column } from '../../ui/row-table.tsx';
import { Age } from '../../ui/time.tsx';
import type { DeadLetter } from './dead-letters.tsx';

export interface LetterActs {
  ticked: ReadonlySet<string>;
  tick(id: string): void;
  resend(letter: DeadLetter): void;
  isBusy: boolean;
}

const titleOf = ({ title, incident }: DeadLetter): string => title ?? incident;

export const letterColumns = ({ ticked, tick, resend, isBusy }: LetterActs): Column<DeadLetter>[] => [
  {
    title: 'Ticked',
    isTitleHidden: true,
    width: '34px',
    cell: (letter) => (
      <input
        type="checkbox"
        checked={ticked.has(letter.id)}
        onChange={() => tick(letter.id)}
        aria-label={`Tick ${readable(titleOf(letter))}`}
      />
    ),
  },
  {
    title: 'Message',
    width: 'minmax(110px, 4fr)',
    cell: (letter) => (
      <span className="channels-message">
        <Link to="/incidents/$id" params={{ id: letter.incident }}>
          <Name>{titleOf(letter)}</Name>
        </Link>
        <small>
          {letter.attempts === 1 ? 'One try' : `${letter.attempts} tries`}:{' '}
          <Name>{letter.reason ?? 'not known why'}</Name>
        </small>
      </span>
    ),
  },
  {
    title: 'Channel',
    width: 'minmax(80px, 1fr)',
    phoneWidth: '82px',
    cell: ({ channel }) => <Name>{channel}</Name>,
  },
  {
    title: 'Given up',
    width: '84px',
    hideBelow: 'wide',
    isNumber: true,
    cell: ({ settledAt, createdAt }) => <Age since={settledAt ?? createdAt} />,
  },
  {
    title: 'Act',
    isTitleHidden: true,
    width: '122px',
    phoneWidth: '112px',
    isNumber: true,
    cell: (letter) => (
      <ActButton role="admin" fleet={null} isSmall isBusy={isBusy} onClick={() => resend(letter)}>
        Send again
      </ActButton>
    ),
  },
];
