import type { Containment } from '../../api/generated/schemas.ts';
import { useApi } from '../../api/use-api.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import type { Draft } from './draft.ts';

const release = { quarantined: 'lift-quarantine', compromised: 'clear' } as const;

/** Who is contained now, by whom, and how they are let go. */
export function Containments({ fleet, onDraft }: { fleet: string | undefined; onDraft(draft: Draft): void }) {
  const query = useApi('get /containments', { query: { limit: 200, ...(fleet !== undefined && { fleet }) } });
  return (
    <Loaded query={query}>
      {({ containments, next }) =>
        containments.length === 0 ? (
          <EmptyState title="Nobody is contained" />
        ) : (
          <div className="card table-scroll">
            <table className="table">
              <thead>
                <tr>
                  <th>State</th>
                  <th>Agent</th>
                  <th>Fleet</th>
                  <th>Since</th>
                  <th>By</th>
                  <th>Why</th>
                  <th>
                    <span className="visually-hidden">Let go</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {containments.map((one) => (
                  <Row key={one.id} one={one} onDraft={onDraft} />
                ))}
              </tbody>
            </table>
            {next !== null && <p className="soft">Only the newest 200 are shown.</p>}
          </div>
        )
      }
    </Loaded>
  );
}

function Row({ one, onDraft }: { one: Containment; onDraft(draft: Draft): void }) {
  const { fleet, agent, state, since, markedBy, source, reason, order } = one;
  const act = state === 'quarantined' || state === 'compromised' ? release[state] : undefined;
  return (
    <tr>
      <td>
        <Badge tone="bad">{state}</Badge>
      </td>
      <td>{agent === '*' ? 'every agent' : <Name>{agent}</Name>}</td>
      <td>
        <Name>{fleet}</Name>
      </td>
      <td>
        <Time at={since} />
      </td>
      <td>
        <Name>{markedBy ?? source}</Name>
      </td>
      <td>{reason === null ? order !== null && <Name>{order}</Name> : <Name>{reason}</Name>}</td>
      <td>
        {act && agent !== '*' && (
          <ActButton role="responder" fleet={fleet} isSmall onClick={() => onDraft({ act, fleet, agent })}>
            {act === 'clear' ? 'Clear' : 'Lift'}
          </ActButton>
        )}
      </td>
    </tr>
  );
}
