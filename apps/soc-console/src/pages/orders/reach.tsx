import type { AskedOf } from '../../api/ask.ts';
import { Names } from '../../ui/name.tsx';
import type { Asked } from './draft.ts';

/** Where a kill means less than every instance of the agent, or more. */
export function Reach({ asked }: Pick<Asked, 'asked'>) {
  const { instances, scope } = asked.body as AskedOf<'post /control/kill'>['body'];
  if (scope === 'lineage') return <p>Whomever it launched is meant, too.</p>;
  if (!instances) return null;
  return (
    <p>
      Only its instance <Names of={instances} />.
    </p>
  );
}
