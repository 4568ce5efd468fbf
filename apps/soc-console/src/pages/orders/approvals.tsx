import type { Approval } from '../../api/generated/schemas.ts';
import { useMe } from '../../api/me.tsx';
import { useApi } from '../../api/use-api.ts';
import { useChange } from '../../api/use-change.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useConfirm } from '../../ui/confirm.tsx';
import { Name } from '../../ui/name.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';

/** What waits for a second person. */
export function Approvals() {
  const query = useApi('get /approvals', {});
  return (
    <Loaded query={query}>
      {({ approvals }) =>
        approvals.length === 0 ? (
          <EmptyState title="Nothing waits for a second person" />
        ) : (
          <ul className="orders-approvals">
            {approvals.map((approval) => (
              <li key={approval.id} className="card">
                <Waiting approval={approval} />
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Waiting({ approval }: { approval: Approval }) {
  const { id, fleet, act, body, askedBy, askedAt, expiresAt } = approval;
  const accept = useChange('post /approvals/{id}/confirm');
  const decline = useChange('post /approvals/{id}/decline');
  const confirm = useConfirm();
  const isOwn = useMe().name === askedBy;
  const about = Object.entries(body).filter(([name]) => name !== 'fleet');
  const isBusy = accept.isBusy || decline.isBusy;
  const askFirst = async (): Promise<void> => {
    const consent = await confirm({
      title: 'Confirm what somebody else asked for?',
      body: (
        <p>
          <Name>{askedBy}</Name> asked to {act} in <Name>{fleet}</Name>. It is done as soon as you confirm it.
        </p>
      ),
      action: 'Confirm',
    });
    if (consent) await accept.run({ path: { id } }, 'Confirmed, and done.');
  };
  return (
    <>
      <h2>
        {act} in <Name>{fleet}</Name>
      </h2>
      <dl className="orders-about">
        {about.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Name>{typeof value === 'string' ? value : JSON.stringify(value)}</Name>
            </dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        Asked by <Name>{askedBy}</Name> <Time at={askedAt} />, waits until <Time at={expiresAt} />
      </p>
      <p className="orders-tools">
        <ActButton
          role="responder"
          fleet={fleet}
          isPrimary
          isBusy={isBusy}
          disabled={isOwn}
          onClick={() => void askFirst()}
        >
          Confirm
        </ActButton>
        <ActButton
          role="responder"
          fleet={fleet}
          isBusy={isBusy}
          onClick={() => void decline.run({ path: { id } }, 'Declined.')}
        >
          Decline
        </ActButton>
        {isOwn && <span className="soft">Somebody else must confirm what you asked for.</span>}
      </p>
    </>
  );
}
