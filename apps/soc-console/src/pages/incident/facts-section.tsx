import { Link } from '@tanstack/react-router';
import type { OrderProgress } from '../../api/generated/schemas.ts';
import { Badge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import { Time } from '../../ui/time.tsx';
import { orderKey } from '../orders/order-rows.ts';
import type { IncidentBody } from './incident-page.tsx';

const stages = ['ordered', 'acknowledged', 'effective', 'unconfirmed', 'violated'] as const;

/** What is known, in words; and how far the kill order came, as seen from outside. */
export const FactsSection = ({
  facts,
  progress,
}: {
  facts: IncidentBody['facts'];
  progress: OrderProgress | undefined;
}) => (
  <section className="card">
    <h2>What is known</h2>
    <dl className="incident-facts">
      {facts.map(({ label, text }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Name wrap>{text}</Name>
          </dd>
        </div>
      ))}
      {progress && <OrderFacts progress={progress} />}
    </dl>
  </section>
);

function OrderFacts({ progress: { whole, instances } }: { progress: OrderProgress }) {
  return (
    <div>
      <dt>The order</dt>
      <dd>
        <p>
          <Link to="/orders" search={{ order: orderKey(whole.fleet, whole.order) }}>
            <Name>{whole.order}</Name>
          </Link>{' '}
          <Badge tone={whole.state === 'violated' ? 'bad' : whole.state === 'effective' ? 'good' : 'plain'}>
            {whole.state}
          </Badge>
        </p>
        <ol className="incident-stages">
          {stages.map((stage) => {
            const at = whole.times[stage];
            return at === undefined ? null : (
              <li key={stage}>
                {stage} <Time at={at} />
              </li>
            );
          })}
        </ol>
        {instances.length > 1 && <small>{instances.length} instances</small>}
      </dd>
    </div>
  );
}
