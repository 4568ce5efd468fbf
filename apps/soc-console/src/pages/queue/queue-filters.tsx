import { useMe } from '../../api/me.tsx';
import { useApi } from '../../api/use-api.ts';
import { MatcherBar } from '../../ui/matcher-bar.tsx';
import { matcherOf } from '../../ui/matchers.ts';
import { SeverityBadge, severities } from '../../ui/severity.tsx';
import type { QueueAddress } from './queue-address.ts';
import { shownStatuses } from './queue-address.ts';
import { groupings } from './queue-rows.ts';

export const FILTER_ID = 'queue-filter';

/** What of the queue is shown, and how; all of it stands in the address. */
export function QueueFilters({ address }: { address: QueueAddress }) {
  const { matchers, statuses, group, isMine, change } = address;
  const { auditName } = useMe();
  return (
    <div className="queue-filters">
      <SeverityCounts address={address} />
      <div className="tools">
        <MatcherBar
          matchers={matchers}
          onChange={(all) => change({ matcher: [...all] })}
          inputId={FILTER_ID}
        />
        <label>
          <span className="visually-hidden">Status</span>
          <select
            className="select"
            value={statuses}
            onChange={({ target }) => change({ status: target.value })}
          >
            {Object.keys(shownStatuses).map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          <span className="visually-hidden">Group by</span>
          <select
            className="select"
            value={group ?? ''}
            onChange={({ target }) => change({ group: target.value || undefined })}
          >
            <option value="">not grouped</option>
            {groupings.map((one) => (
              <option key={one} value={one}>
                by {one}
              </option>
            ))}
          </select>
        </label>
        <button
          type="button"
          className="button"
          aria-pressed={isMine}
          disabled={auditName === ''}
          onClick={() => change({ mine: isMine ? undefined : 'true' })}
        >
          Mine
        </button>
      </div>
    </div>
  );
}

/** How many are open of each severity; a press shows those alone. */
function SeverityCounts({ address: { matchers, change } }: { address: QueueAddress }) {
  const counts = useApi('get /incident-counts', {}).data?.counts ?? [];
  const open = (severity: string): number =>
    counts
      .filter((one) => one.severity === severity && one.status !== 'resolved')
      .reduce((sum, { count }) => sum + count, 0);
  return (
    <fieldset className="queue-counts">
      <legend className="visually-hidden">Not resolved, by severity</legend>
      {severities.map((severity) => {
        const matcher = matcherOf('severity', '=', severity);
        const isOn = matchers.includes(matcher);
        const others = matchers.filter((one) => !one.startsWith('severity='));
        return (
          <button
            key={severity}
            type="button"
            className="button"
            aria-pressed={isOn}
            onClick={() => change({ matcher: isOn ? others : [...others, matcher] })}
          >
            <SeverityBadge severity={severity} short /> <b>{open(severity)}</b>
          </button>
        );
      })}
    </fieldset>
  );
}
