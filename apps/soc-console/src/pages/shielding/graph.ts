import type { BodyOf } from '../../api/ask.ts';
import type { GraphEdge } from '../../api/generated/schemas.ts';

export type ServedGraph = BodyOf<'get /shielding-graph'>;
export type ServedNode = ServedGraph['nodes'][number];

export interface GraphNode extends ServedNode {
  key: string;
  /** Edges that begin or end here. */
  degree: number;
  /** It shields somebody who shields it. */
  isMutual: boolean;
}

export interface DrawnEdge extends GraphEdge {
  key: string;
  from: string;
  to: string;
  /** There is one in the other direction, too. */
  isMutual: boolean;
}

export interface Graph {
  nodes: GraphNode[];
  edges: DrawnEdge[];
}

/** Names an agent across fleets. */
export const nodeKey = (fleet: string, agent: string): string => JSON.stringify([fleet, agent]);
const edgeKey = (from: string, to: string): string => `${from}>${to}`;

/** The graph as it is drawn: ends found, pairs who protect each other marked, in an order that does not depend on time. */
export function graphOf({ nodes, edges }: ServedGraph): Graph {
  const all = new Set(
    edges.map((edge) => edgeKey(nodeKey(edge.fleet, edge.by), nodeKey(edge.fleet, edge.for))),
  );
  const drawn = edges.map((edge): DrawnEdge => {
    const [from, to] = [nodeKey(edge.fleet, edge.by), nodeKey(edge.fleet, edge.for)];
    return { ...edge, from, to, key: edgeKey(from, to), isMutual: from !== to && all.has(edgeKey(to, from)) };
  });
  const found = nodes.map((node): GraphNode => {
    const key = nodeKey(node.fleet, node.agent);
    const own = drawn.filter(({ from, to }) => from === key || to === key);
    return { ...node, key, degree: own.length, isMutual: own.some(({ isMutual }) => isMutual) };
  });
  return { nodes: sorted(found), edges: sorted(drawn) };
}

const sorted = <Item extends { key: string }>(items: Item[]): Item[] =>
  items.sort((one, other) => (one.key < other.key ? -1 : 1));

/** The graph as it had grown by a time. */
export function graphAt({ nodes, edges }: Graph, at: number): Graph {
  const then = edges.filter(({ firstTime }) => firstTime <= at);
  const ends = new Set(then.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ key }) => ends.has(key)), edges: then };
}

/** From the first act to the last. */
export function spanOf({ edges }: Graph): [from: number, until: number] | undefined {
  if (edges.length === 0) return undefined;
  return [Math.min(...edges.map((edge) => edge.firstTime)), Math.max(...edges.map((edge) => edge.lastTime))];
}
