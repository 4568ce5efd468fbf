import type { AgentDetail } from '../../api/generated/schemas.ts';
import { Name } from '../../ui/name.tsx';

type Launched = AgentDetail['lineage']['ancestors'][number];

export interface Branch {
  agent: string;
  knownBy: string;
  children: Branch[];
}

/** Descendants as a tree below an agent. Whoever is named twice stands where it was named first. */
export function treeOf(agent: string, descendants: readonly Launched[]): Branch[] {
  const seen = new Set([agent]);
  const below = (parent: string): Branch[] => {
    const own = descendants.filter((one) => one.by === parent && !seen.has(one.agent));
    for (const one of own) seen.add(one.agent);
    return own.map((one) => ({ agent: one.agent, knownBy: one.knownBy, children: below(one.agent) }));
  };
  return below(agent);
}

export interface LineageProps {
  agent: string;
  lineage: AgentDetail['lineage'];
  onOpen(agent: string): void;
}

/** Who launched whom: from the first ancestor down to the last descendant. */
export function Lineage({ agent, lineage: { ancestors, descendants, isCut }, onOpen }: LineageProps) {
  const above = [...ancestors].reverse();
  if (above.length === 0 && descendants.length === 0)
    return <p className="soft">It is not known who launched it.</p>;
  const own = (
    <li>
      <strong>
        <Name>{agent}</Name>
      </strong>
      <Branches branches={treeOf(agent, descendants)} onOpen={onOpen} />
    </li>
  );
  return (
    <>
      <ul className="fleet-lineage">
        {above.reduceRight(
          (inner, { by, knownBy }) => (
            <li>
              <Person agent={by} knownBy={knownBy} onOpen={onOpen} />
              <ul>{inner}</ul>
            </li>
          ),
          own,
        )}
      </ul>
      {isCut && <p className="soft">There are more than are shown.</p>}
    </>
  );
}

const Branches = ({ branches, onOpen }: { branches: readonly Branch[]; onOpen(agent: string): void }) =>
  branches.length === 0 ? null : (
    <ul>
      {branches.map(({ agent, knownBy, children }) => (
        <li key={agent}>
          <Person agent={agent} knownBy={knownBy} onOpen={onOpen} />
          <Branches branches={children} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );

const Person = ({
  agent,
  knownBy,
  onOpen,
}: {
  agent: string;
  knownBy: string;
  onOpen(agent: string): void;
}) => (
  <>
    <button type="button" className="link-button" onClick={() => onOpen(agent)}>
      <Name>{agent}</Name>
    </button>{' '}
    <small>known by {knownBy}</small>
  </>
);
