import type { Graph } from './graph.ts';
import { containedStates, NodeMark, stateOf } from './node-mark.tsx';

const says = {
  killed: 'killed: it should be dead',
  quarantined: 'quarantined',
  compromised: 'marked as compromised',
};

/** What is to be seen, and what its signs mean. */
export function Legend({ graph: { nodes, edges } }: { graph: Graph }) {
  const mutual = edges.filter(({ isMutual }) => isMutual).length / 2;
  return (
    <>
      <h2>
        {nodes.length} agents, {edges.length} {edges.length === 1 ? 'tie' : 'ties'}
      </h2>
      <p className="soft">
        {mutual > 0
          ? `${mutual} ${mutual === 1 ? 'pair protects' : 'pairs protect'} each other.`
          : 'No two protect each other.'}{' '}
        Choose an agent or an arrow to see what was done.
      </p>
      <ul className="shielding-legend">
        {containedStates.map((state) => (
          <li key={state}>
            <svg viewBox="-18 -18 36 36" aria-hidden="true" className={`shielding-node ${state}`}>
              <NodeMark state={state} radius={11} />
            </svg>
            <span>
              {says[state]} <small>{nodes.filter((node) => stateOf(node) === state).length}</small>
            </span>
          </li>
        ))}
        <li>
          <svg viewBox="-18 -18 36 36" aria-hidden="true" className="shielding-node free">
            <NodeMark state={undefined} radius={11} />
          </svg>
          <span>not contained</span>
        </li>
        <li>
          <Arrow looks="" />
          <span>did something for; the more, the thicker</span>
        </li>
        <li>
          <Arrow looks="mutual" />
          <span>they do it for each other</span>
        </li>
        <li>
          <Arrow looks="earlier" />
          <span>only before it was contained</span>
        </li>
      </ul>
    </>
  );
}

const Arrow = ({ looks }: { looks: string }) => (
  <svg viewBox="-18 -18 36 36" aria-hidden="true" className={`shielding-edge ${looks}`}>
    <path d="M-16,0H8" className="shielding-line" strokeWidth="2.4" />
    <polygon points="16,0 6,5 6,-5" className="shielding-head" />
  </svg>
);
