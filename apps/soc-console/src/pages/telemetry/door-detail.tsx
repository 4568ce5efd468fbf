import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DoorHealth } from '../../api/generated/schemas.ts';
import { Name } from '../../ui/name.tsx';
import { Time } from '../../ui/time.tsx';
import { SparklineMark } from './sparkline-mark.tsx';
import { countText, rateText, skewText, totalOf } from './words.ts';

const REASONS_SHOWN = 50;

export interface DoorDetailProps {
  health: DoorHealth;
  minutes: number;
  onClose(): void;
}

/** All that is known of one source, and what each number would mean. */
export function DoorDetail({ health, minutes, onClose }: DoorDetailProps) {
  const { door, fleet, until, events, eventsPerSecond, lag, lost, skew, rejected, dropped } = health;
  return (
    <aside className="telemetry-side side-panel card" aria-label="The source that is open">
      <header>
        <h2>
          <Name wrap>{fleet ?? door}</Name>
        </h2>
        <button type="button" className="button small" onClick={onClose}>
          Close
        </button>
      </header>
      <p className="soft">
        {fleet === null ? (
          'The whole door'
        ) : (
          <>
            A fleet, by the door <Name>{door}</Name>
          </>
        )}
        , as counted until <Time at={until} />
      </p>
      {fleet !== null && (
        <p>
          <Link className="button small" to="/fleet" search={{ fleet }}>
            Its agents
          </Link>
        </p>
      )}
      <SparklineMark health={health} minutes={minutes} height={64} />
      <p className="telemetry-scale soft">
        <small>{minutes} min ago</small>
        <small>now</small>
      </p>
      <dl className="telemetry-facts">
        <Fact name="Events" value={countText(events)}>
          {rateText(eventsPerSecond)} in the newest two minutes
        </Fact>
        <Fact name="Lag" value={lag === null ? 'not known' : countText(lag)}>
          messages that wait to be read
        </Fact>
        <Fact name="Lost" value={countText(lost)}>
          what senders say never arrived
        </Fact>
        <Fact name="Clocks" value={skew ? skewText(skew.medianMs) : 'not known'}>
          {skew ? `in the middle; the worst ${skewText(skew.worstMs)}` : 'by how much senders’ clocks differ'}
        </Fact>
        <Fact name="Rejected" value={countText(totalOf(rejected))}>
          {fleet === null ? 'what could not be read' : 'counted for whole doors: it belongs to nobody'}
        </Fact>
        <Fact name="Left out" value={countText(totalOf(dropped))}>
          {fleet === null ? 'what was read and is about no agent' : 'counted for whole doors, too'}
        </Fact>
      </dl>
      <Reasons title="Rejected, by reason" counted={rejected} />
      <Reasons title="Left out, by reason" counted={dropped} />
      {health.minutes.some((one) => one.lag !== null && one.lag > 0) && (
        <>
          <h3>Lag</h3>
          <SparklineMark health={health} minutes={minutes} of="lag" height={40} />
        </>
      )}
    </aside>
  );
}

const Fact = ({ name, value, children }: { name: string; value: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <b>{value}</b> <small>{children}</small>
    </dd>
  </div>
);

function Reasons({ title, counted }: { title: string; counted: DoorHealth['rejected'] }) {
  const reasons = Object.entries(counted).sort(([, one], [, other]) => other - one);
  if (reasons.length === 0) return null;
  const most = Math.max(...reasons.map(([, times]) => times));
  return (
    <>
      <h3>{title}</h3>
      <ul className="telemetry-reasons">
        {reasons.slice(0, REASONS_SHOWN).map(([reason, times]) => (
          <li key={reason}>
            <Name wrap>{reason}</Name>
            <b>{countText(times)}</b>
            <span className="telemetry-bar" style={{ width: `${(100 * times) / most}%` }} />
          </li>
        ))}
        {reasons.length > REASONS_SHOWN && (
          <li className="soft">and {reasons.length - REASONS_SHOWN} more</li>
        )}
      </ul>
    </>
  );
}
