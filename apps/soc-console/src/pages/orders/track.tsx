import { Time, utcText } from '../../ui/time.tsx';

export type Stage = 'ordered' | 'acknowledged' | 'effective' | 'unconfirmed' | 'violated' | 'no-such-agent';

const way: readonly Stage[] = ['ordered', 'acknowledged', 'effective'];
const says: Readonly<Record<Stage, string>> = {
  ordered: 'ordered',
  acknowledged: 'acknowledged',
  effective: 'effective',
  unconfirmed: 'unconfirmed',
  violated: 'violated',
  'no-such-agent': 'no such agent',
};
const meanings: Readonly<Record<Stage, string>> = {
  ordered: 'The order stands in the log.',
  acknowledged: 'The agent, or who was told to carry it out, said that it was heard.',
  effective: 'The stop was seen.',
  unconfirmed: 'The dead line passed, and nobody saw it stop.',
  violated: 'Something lives that the order forbids.',
  'no-such-agent': 'Nothing of that name was ever seen.',
};

export interface TrackProps {
  state: Stage;
  /** When each stage was last entered, epoch milliseconds. */
  times: Readonly<Record<string, number | undefined>>;
  /** With words and times; else signs alone. */
  isFull?: boolean;
}

/** How far an order has come: the way it should go, and where it left that way. */
export function Track({ state, times, isFull = false }: TrackProps) {
  const stages: readonly Stage[] = way.includes(state) ? way : [...way, state];
  return (
    <ol className={isFull ? 'orders-track full' : 'orders-track'} aria-label={`so far: ${says[state]}`}>
      {stages.map((stage) => {
        const at = times[stage];
        const looks = [stage, at !== undefined && 'reached', stage === state && 'now'];
        return (
          <li
            key={stage}
            className={looks.filter(Boolean).join(' ')}
            title={`${says[stage]}${at === undefined ? ', not yet' : ` ${utcText(at)}`}. ${meanings[stage]}`}
          >
            <span className="orders-dot" aria-hidden="true" />
            <span className={isFull || stage === state ? undefined : 'visually-hidden'}>{says[stage]}</span>
            {isFull && <small>{at === undefined ? '–' : <Time at={at} />}</small>}
          </li>
        );
      })}
    </ol>
  );
}
