import { Link } from '@tanstack/react-router';
import { useApi } from '../../api/use-api.ts';
import { useChange } from '../../api/use-change.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Badge } from '../../ui/badge.tsx';
import { useConfirm } from '../../ui/confirm.tsx';
import { matcherOf } from '../../ui/matchers.ts';
import { Name, Names } from '../../ui/name.tsx';
import { Time } from '../../ui/time.tsx';
import type { Draft } from './draft.ts';
import type { OrderRow } from './order-rows.ts';
import { Track } from './track.tsx';

export interface OrderPanelProps {
  row: OrderRow;
  onDraft(draft: Draft): void;
  onClose(): void;
}

/** One order: who is meant, how far it has come for each instance, how it was carried out, and what can be done. */
export function OrderPanel({ row, onDraft, onClose }: OrderPanelProps) {
  const { id, fleet, targets, reason, seen, recorded, ended } = row;
  const progress = useApi(
    'get /order-states/{id}',
    { path: { id }, query: { fleet } },
    { enabled: seen !== undefined },
  );
  return (
    <aside className="orders-panel side-panel card" aria-label="The order that is open">
      <header>
        <h2>{targets.length === 0 ? 'The whole fleet' : <Names of={targets} shown={2} />}</h2>
        <button type="button" className="button small" onClick={onClose}>
          Close
        </button>
      </header>
      <About row={row} />
      {reason !== '' && (
        <p>
          <Name wrap>{reason}</Name>
        </p>
      )}
      {ended !== undefined && <Badge>{ended}</Badge>}
      {seen ? (
        <Track state={seen.state} times={seen.times} isFull />
      ) : (
        <p className="soft">The detector has not seen it yet.</p>
      )}
      <Acts row={row} onDraft={onDraft} />
      {progress.data && progress.data.instances.length > 0 && (
        <section>
          <h3>
            Instances <small>{progress.data.instances.length}</small>
          </h3>
          <ul className="orders-instances">
            {progress.data.instances.map(({ id: key, agent, instance, state, times }) => (
              <li key={key}>
                <Name>{instance ?? agent ?? 'nobody'}</Name>
                <Track state={state} times={times} isFull />
              </li>
            ))}
          </ul>
        </section>
      )}
      {recorded && <CarriedOut recorded={recorded} />}
    </aside>
  );
}

const About = ({ row: { id, fleet, scope, level, by, seen } }: { row: OrderRow }) => (
  <p className="soft">
    <Name>{id}</Name> in <Name>{fleet}</Name>, scope {scope}, {level}
    {by !== '' && (
      <>
        , by <Name>{by}</Name>
      </>
    )}
    {seen && (
      <>
        , dead line <Time at={seen.deadLine} />
      </>
    )}
  </p>
);

function Acts({ row, onDraft }: Pick<OrderPanelProps, 'row' | 'onDraft'>) {
  const { id, fleet, targets, scope, ended } = row;
  const rescind = useChange('post /control/rescind');
  const confirm = useConfirm();
  const [first] = targets;

  const askToRescind = async (): Promise<void> => {
    const consent = await confirm({
      title: 'Rescind this order?',
      body: (
        <p>
          <Names of={targets} none={`All of ${fleet}`} /> may run again, and nothing is found of it any more.
        </p>
      ),
      action: 'Rescind',
      isDangerous: true,
      reason: 'required',
    });
    if (consent) await rescind.run({ body: { order: id, fleet, reason: consent.reason } }, 'Rescinded.');
  };
  return (
    <p className="orders-tools">
      <ActButton
        role="responder"
        fleet={fleet}
        isDangerous
        onClick={() => void askToRescind()}
        isBusy={rescind.isBusy}
        disabled={ended !== undefined}
      >
        Rescind
      </ActButton>
      {first !== undefined && scope !== 'instance' && (
        <ActButton
          role="responder"
          fleet={fleet}
          onClick={() => onDraft({ act: 'authorise-relaunch', fleet, agent: first })}
        >
          Authorise a relaunch
        </ActButton>
      )}
      <Link className="button" to="/" search={{ matcher: [matcherOf('order', '=', id)] }}>
        Its incidents
      </Link>
    </p>
  );
}

const CarriedOut = ({
  recorded: { state, detail, runs },
}: {
  recorded: NonNullable<OrderRow['recorded']>;
}) => (
  <section>
    <h3>Carried out by mortsafe</h3>
    <p>
      <Badge tone={state === 'failed' ? 'bad' : 'plain'}>{state}</Badge>{' '}
      {detail !== null && <Name wrap>{detail}</Name>}
    </p>
    <ul className="orders-instances">
      {runs.map(({ agent, instance, outcome, detail: said }) => (
        <li key={JSON.stringify([agent, instance])}>
          <Name>{instance ?? agent ?? ''}</Name>{' '}
          <Badge tone={outcome === 'failed' ? 'bad' : 'plain'}>{outcome}</Badge>{' '}
          <small>
            <Name wrap>{said}</Name>
          </small>
        </li>
      ))}
    </ul>
  </section>
);
