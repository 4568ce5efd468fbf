import { Badge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import { type Column, RowTable } from '../../ui/row-table.tsx';
import { Age } from '../../ui/time.tsx';
import type { DrawnEdge } from './graph.ts';

export interface PairTableProps {
  edges: readonly DrawnEdge[];
  selected: string | undefined;
  onSelect(key: string): void;
}

/** The same graph as a list: for those who read, search or hear rather than look. */
export function PairTable({ edges, selected, onSelect }: PairTableProps) {
  const rows = [...edges].sort((one, other) => other.lastTime - one.lastTime);
  const columns: Column<DrawnEdge>[] = [
    {
      title: 'Shields',
      width: 'minmax(110px, 2fr)',
      cell: ({ key, by }) => (
        <button type="button" className="link-button" onClick={() => onSelect(key)}>
          <Name>{by}</Name>
        </button>
      ),
    },
    { title: 'Whom', width: 'minmax(100px, 2fr)', cell: (edge) => <Name>{edge.for}</Name> },
    {
      title: 'How',
      width: 'minmax(120px, 2fr)',
      hideBelow: 'wide',
      cell: ({ kinds, isMutual }) => (
        <>
          {isMutual && <Badge tone="bad">mutual</Badge>} {kinds.join(', ')}
        </>
      ),
    },
    {
      title: 'Fleet',
      width: 'minmax(80px, 1fr)',
      hideBelow: 'wider',
      cell: ({ fleet }) => <Name>{fleet}</Name>,
    },
    { title: 'Acts', width: '56px', isNumber: true, cell: ({ acts }) => acts },
    { title: 'Last', width: '84px', isNumber: true, cell: ({ lastTime }) => <Age since={lastTime} /> },
  ];
  return (
    <RowTable
      label="Who shields whom"
      rows={rows}
      columns={columns}
      keyOf={({ key }) => key}
      cursor={rows.findIndex(({ key }) => key === selected)}
    />
  );
}
