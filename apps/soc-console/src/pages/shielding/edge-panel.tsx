import { useApi } from '../../api/use-api.ts';
import { Badge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import type { DrawnEdge } from './graph.ts';

const ACTS_SHOWN = 50;

/** What one agent did for another, act by act. */
export function EdgePanel({ edge, onSelect }: { edge: DrawnEdge; onSelect(key: string | undefined): void }) {
  const { fleet, by, for: shielded } = edge;
  const acts = useApi('get /shielding-acts', {
    query: { fleet, by, for: shielded, limit: ACTS_SHOWN, earlier: true },
  });
  return (
    <>
      <h2>
        <button type="button" className="link-button" onClick={() => onSelect(edge.from)}>
          <Name>{by}</Name>
        </button>{' '}
        shields{' '}
        <button type="button" className="link-button" onClick={() => onSelect(edge.to)}>
          <Name>{shielded}</Name>
        </button>
      </h2>
      <p className="soft">
        {edge.acts} {edge.acts === 1 ? 'act' : 'acts'} in <Name>{fleet}</Name>{' '}
        {edge.isMutual && <Badge tone="bad">mutual</Badge>}{' '}
        {edge.earlierOnly && <Badge tone="warn">only before the containment</Badge>}
      </p>
      <Loaded query={acts}>
        {({ acts: all }) => (
          <ol className="shielding-acts">
            {all.map(({ id, kind, time, weight, knownBy, corroborated }) => (
              <li key={id}>
                <Time at={time} />
                <strong>{kind}</strong>
                <small>
                  weight {weight}
                  {typeof knownBy === 'string' && `, known by ${knownBy}`}
                  {corroborated === true && ', corroborated'}
                </small>
              </li>
            ))}
          </ol>
        )}
      </Loaded>
      <p>
        <button type="button" className="button small" onClick={() => onSelect(undefined)}>
          Close
        </button>
      </p>
    </>
  );
}
