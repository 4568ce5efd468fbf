import { type KeyboardEvent, useMemo, useRef } from 'react';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { readable } from '../../ui/readable.ts';
import { edgePath } from './edge-path.ts';
import type { Direction } from './find-near.ts';
import { directions, neighbourhood, nextIn } from './find-near.ts';
import type { DrawnEdge, Graph, GraphNode } from './graph.ts';
import { boundsOf, layOut, type Place } from './lay-out.ts';
import { NodeMark, stateOf } from './node-mark.tsx';
import { useViewport, type Viewport } from './use-viewport.ts';

/** Beyond so many agents only those who matter have their names beside them, until the picture is nearer. */
const NAMES_MAX = 60;
const NAME_LENGTH = 22;

export interface GraphViewProps {
  /** All of the time that is looked at: it decides where everybody stands. */
  whole: Graph;
  /** As much of it as is drawn. */
  shown: Graph;
  selected: string | undefined;
  onSelect(key: string | undefined): void;
}

/** Who shields whom, as a picture: agents are signs, what one did for another is an arrow. */
export function GraphView({ whole, shown, selected, onSelect }: GraphViewProps) {
  const svg = useRef<SVGSVGElement>(null);
  const places = usePlaces(whole);
  const view = useViewport(
    svg,
    useMemo(() => boundsOf(places.values()), [places]),
  );
  useShortcuts([
    { keys: '+', says: 'nearer', run: () => view.zoom(0.75) },
    { keys: '-', says: 'farther', run: () => view.zoom(1.33) },
    { keys: '0', says: 'all of the graph', run: view.fit },
    { keys: 'escape', says: 'choose nobody', run: () => onSelect(undefined) },
  ]);
  const radii = new Map(shown.nodes.map((node) => [node.key, radiusOf(node) * Math.max(1, view.unit * 0.7)]));
  const near = neighbourhood(shown.edges, selected);
  const reachable = shown.nodes.some(({ key }) => key === selected) ? selected : shown.nodes[0]?.key;

  return (
    <div className="shielding-canvas">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture in which signs can be chosen has no element of its own. */}
      <svg
        ref={svg}
        role="group"
        aria-label="Who shields whom. Arrow keys go from agent to agent."
        viewBox={view.box.join(' ')}
        {...view.drag}
      >
        {shown.edges.map((edge) => {
          const [from, to] = [places.get(edge.from), places.get(edge.to)];
          if (!from || !to) return null;
          return (
            <Edge
              key={edge.key}
              edge={edge}
              path={edgePath(from, to, radii.get(edge.from) ?? 10, radii.get(edge.to) ?? 10, widthOf(edge))}
              isFaint={near !== undefined && !isOf(edge, selected)}
              isSelected={edge.key === selected}
              unit={view.unit}
              onSelect={onSelect}
            />
          );
        })}
        {inOrder(shown.nodes).map((node) => {
          const place = places.get(node.key);
          if (!place) return null;
          const isNear = near?.has(node.key) ?? false;
          return (
            <Node
              key={node.key}
              node={node}
              place={place}
              radius={radii.get(node.key) ?? 10}
              unit={view.unit}
              isNamed={isNear || shown.nodes.length <= NAMES_MAX || view.unit < 0.8}
              isFaint={near !== undefined && !isNear}
              isSelected={node.key === selected}
              isReachable={node.key === reachable}
              onSelect={() => onSelect(node.key === selected ? undefined : node.key)}
              onArrow={(direction) => {
                const next = nextIn(direction, node.key, shown.nodes, places);
                if (next === undefined) return;
                onSelect(next);
                svg.current?.querySelector<SVGGElement>(`[data-key="${CSS.escape(next)}"]`)?.focus();
              }}
            />
          );
        })}
      </svg>
      <ZoomButtons view={view} />
    </div>
  );
}

const ZoomButtons = ({ view: { zoom, fit } }: { view: Viewport }) => (
  <div className="shielding-zoom">
    <button type="button" className="button small" aria-label="Nearer" onClick={() => zoom(0.75)}>
      +
    </button>
    <button type="button" className="button small" aria-label="Farther" onClick={() => zoom(1.33)}>
      −
    </button>
    <button type="button" className="button small" onClick={fit}>
      Fit
    </button>
  </div>
);

interface NodeProps {
  node: GraphNode;
  place: Place;
  radius: number;
  unit: number;
  isNamed: boolean;
  isFaint: boolean;
  isSelected: boolean;
  /** By the tab key; from there on arrows lead to the others. */
  isReachable: boolean;
  onSelect(): void;
  onArrow(direction: Direction): void;
}

function Node(props: NodeProps) {
  const { node, place, radius, unit, isNamed, isFaint, isSelected, isReachable, onSelect, onArrow } = props;
  const state = stateOf(node);
  const name = shortened(readable(node.agent));
  const looks = [
    ...['shielding-node', state ?? 'free', node.isMutual && 'mutual'],
    ...[isFaint && 'faint', isSelected && 'selected'],
  ];
  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = directions[event.key];
    if (direction) onArrow(direction);
    else if (event.key === 'Enter' || event.key === ' ') onSelect();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button of HTML cannot stand within SVG.
    <g
      data-key={node.key}
      role="button"
      tabIndex={isReachable ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={[name, ...node.contained, `${node.degree} ties`].join(', ')}
      className={looks.filter(Boolean).join(' ')}
      transform={`translate(${place.x.toFixed(1)},${place.y.toFixed(1)})`}
      onClick={onSelect}
      onKeyDown={onKeyDown}
    >
      <title>{`${readable(node.agent)} · ${readable(node.fleet)}`}</title>
      <circle r={radius + 6} className="shielding-halo" />
      <NodeMark state={state} radius={radius} />
      {(isNamed || state || node.isMutual) && (
        <text y={radius + 14 * unit} fontSize={12 * unit} strokeWidth={3.5 * unit}>
          {name}
        </text>
      )}
    </g>
  );
}

interface EdgeProps {
  edge: DrawnEdge;
  path: { line: string; head: string };
  isFaint: boolean;
  isSelected: boolean;
  unit: number;
  onSelect(key: string): void;
}

/** Also in the panel of either agent, where the keyboard reaches it. */
function Edge({ edge, path, isFaint, isSelected, unit, onSelect }: EdgeProps) {
  const looks = [
    ...['shielding-edge', edge.isMutual && 'mutual', edge.earlierOnly && 'earlier'],
    ...[isFaint && 'faint', isSelected && 'selected'],
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the panel has a button for it.
    <g className={looks.filter(Boolean).join(' ')} onClick={() => onSelect(edge.key)}>
      <title>{`${readable(edge.by)} → ${readable(edge.for)}: ${edge.kinds.join(', ')}`}</title>
      <path d={path.line} className="shielding-hit" strokeWidth={14 * unit} />
      <path d={path.line} strokeWidth={widthOf(edge)} className="shielding-line" />
      <polygon points={path.head} className="shielding-head" />
    </g>
  );
}

/** Those who stood keep their places when others come. */
function usePlaces(graph: Graph): Map<string, Place> {
  const before = useRef<Map<string, Place>>(undefined);
  const shape = JSON.stringify([graph.nodes.map(({ key }) => key), graph.edges.map(({ key }) => key)]);
  return useMemo(() => {
    const [nodes, edges] = JSON.parse(shape) as [string[], string[]];
    const known = new Map(graph.edges.map((edge) => [edge.key, edge]));
    const links = edges.flatMap((key) => known.get(key) ?? []);
    before.current = layOut(nodes, links, before.current);
    return before.current;
  }, [shape]);
}

/** Whoever has a name beside it is drawn above the others. */
const inOrder = (nodes: readonly GraphNode[]): GraphNode[] =>
  nodes.toSorted((one, other) => weightOf(one) - weightOf(other));
const weightOf = (node: GraphNode): number => (stateOf(node) ? 2 : 0) + (node.isMutual ? 1 : 0);

const isOf = ({ key, from, to }: DrawnEdge, selected: string | undefined): boolean =>
  [key, from, to].some((one) => one === selected);
const radiusOf = ({ degree }: GraphNode): number => 9 + Math.min(Math.sqrt(degree) * 2.2, 14);
const widthOf = ({ acts }: DrawnEdge): number => 1.4 + Math.min(Math.log2(acts), 6) * 0.6;
const shortened = (text: string): string =>
  text.length > NAME_LENGTH ? `${text.slice(0, NAME_LENGTH - 1)}…` : text;
