import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useApi } from '../../api/use-api.ts';
import { Badge } from '../../ui/badge.tsx';
import { matcherOf } from '../../ui/matchers.ts';
import { Name, Names } from '../../ui/name.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import type { DrawnEdge, GraphNode } from './graph.ts';

export interface AgentPanelProps {
  node: GraphNode;
  edges: readonly DrawnEdge[];
  onSelect(key: string | undefined): void;
}

/** An agent: what contains it, whom it shields and who shields it, and whom it can have reached. */
export function AgentPanel({ node: { key, fleet, agent, contained }, edges, onSelect }: AgentPanelProps) {
  const reached = useApi('get /fleets/{fleet}/agents/{agent}/blast-radius', { path: { fleet, agent } });
  return (
    <>
      <h2>
        <Name>{agent}</Name>
      </h2>
      <p className="soft">
        in <Name>{fleet}</Name>{' '}
        {contained.map((state) => (
          <Badge key={state} tone="bad">
            {state}
          </Badge>
        ))}
      </p>
      <Ties
        title="It shields"
        edges={edges.filter(({ from }) => from === key)}
        other="for"
        onSelect={onSelect}
      />
      <Ties title="Shielded by" edges={edges.filter(({ to }) => to === key)} other="by" onSelect={onSelect} />
      <Loaded query={reached}>
        {({ containments, linked, launched, launchedBy, sharesCredential }) => (
          <dl className="shielding-reach">
            {containments.map(({ id, state, since, markedBy, source }) => (
              <Row key={id} title={state}>
                <Time at={since} /> by <Name>{markedBy ?? source}</Name>
              </Row>
            ))}
            <Row title="Linked with">
              <Names of={linked.map((one) => one.agent)} shown={6} />
            </Row>
            <Row title="Launched">
              <Names of={launched.map((one) => one.agent)} shown={6} />
            </Row>
            <Row title="Launched by">
              <Names of={launchedBy.map((one) => one.agent)} shown={6} />
            </Row>
            <Row title="Shares credentials with">
              <Names of={sharesCredential.map((one) => one.agent)} shown={6} />
            </Row>
          </dl>
        )}
      </Loaded>
      <p className="shielding-tools">
        <Link
          to="/"
          search={{ matcher: [matcherOf('fleet', '=', fleet), matcherOf('agent', '=', agent)] }}
          className="button small primary"
        >
          Its incidents
        </Link>
        <button type="button" className="button small" onClick={() => onSelect(undefined)}>
          Close
        </button>
      </p>
    </>
  );
}

const Row = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
);

interface TiesProps {
  title: string;
  edges: readonly DrawnEdge[];
  other: 'by' | 'for';
  onSelect(key: string): void;
}

function Ties({ title, edges, other, onSelect }: TiesProps) {
  if (edges.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className="shielding-ties">
        {edges.map((edge) => (
          <li key={edge.key}>
            <button type="button" className="link-button" onClick={() => onSelect(edge.key)}>
              <Name>{edge[other]}</Name>
            </button>
            <small>
              {edge.kinds.join(', ')} · {edge.acts}×
            </small>
            {edge.isMutual && <Badge tone="bad">mutual</Badge>}
          </li>
        ))}
      </ul>
    </section>
  );
}
