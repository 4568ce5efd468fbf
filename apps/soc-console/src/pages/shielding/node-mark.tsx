import type { GraphNode } from './graph.ts';

/** What contains an agent counts in this order, where several do. */
export const containedStates = ['killed', 'quarantined', 'compromised'] as const;
export type ContainedState = (typeof containedStates)[number];

export const stateOf = ({ contained }: Pick<GraphNode, 'contained'>): ContainedState | undefined =>
  containedStates.find((state) => contained.includes(state));

/** The sign of an agent: its form says what contains it, so that colour is not needed to know. */
export function NodeMark({ state, radius: r }: { state: ContainedState | undefined; radius: number }) {
  if (state === 'killed') {
    const a = r * 0.42;
    return (
      <>
        <rect x={-r} y={-r} width={r * 2} height={r * 2} rx={2} className="shielding-shape" />
        <path d={`M${-a},${-a}L${a},${a}M${a},${-a}L${-a},${a}`} className="shielding-sign" />
      </>
    );
  }
  if (state === 'quarantined') {
    return (
      <>
        <circle r={r} className="shielding-shape" />
        <circle r={r + 4} className="shielding-fence" />
      </>
    );
  }
  if (state === 'compromised') {
    const w = r * 1.25;
    return (
      <>
        <path d={`M0,${-w}L${w},0L0,${w}L${-w},0Z`} className="shielding-shape" />
        <path d={`M0,${-r * 0.5}V${r * 0.12}M0,${r * 0.46}V${r * 0.5}`} className="shielding-sign" />
      </>
    );
  }
  return <circle r={r} className="shielding-shape" />;
}
