// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot leave out the rows that are out of sight.
// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
// biome-ignore-all lint/a11y/useFocusableInteractive: what is in the rows has the focus.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, memo, type ReactNode, useEffect, useEffectEvent, useRef } from 'react';

export interface Column<Row> {
  /** Its heading; also what a cell is called on a phone. */
  title: string;
  /** A track of CSS grid: `90px`, `minmax(120px, 2fr)`. */
  width: string;
  /** `wide`: left out on a phone. `wider`: also left out at 1,100 pixels and less. */
  hideBelow?: 'wide' | 'wider';
  isNumber?: boolean;
  /** The track on a phone. Default `width`. */
  phoneWidth?: string;
  /** The heading is there for those who hear it alone. */
  isTitleHidden?: boolean;
  cell(row: Row): ReactNode;
}

export interface RowTableProps<Row> {
  /** What the table is, for those who hear it. */
  label: string;
  rows: readonly (Row | undefined)[];
  columns: readonly Column<Row>[];
  keyOf(row: Row): string;
  /** The row that the keyboard is at. */
  cursor?: number;
  /** The cursor is brought into sight when this changes, not where its row moves itself. Default `cursor`. */
  cursorMoves?: number | string | undefined;
  onCursor?(index: number): void;
  /** What fills a row from side to side in place of its cells: the heading of a group. */
  wholeRow?(row: Row): ReactNode;
  /** Extra class of a row: its severity, say. */
  classOf?(row: Row): string;
  /** Pixels. Default 40. */
  rowHeight?: number;
  /** Asked for when the end comes into sight. */
  onEnd?(): void;
  /** Told which rows are in sight; those that are not known yet may be `undefined`. */
  onShown?(first: number, last: number): void;
}

const OVERSCAN = 12;

/** A dense table of any length: only the rows in sight are in the page. */
export function RowTable<Row>(props: RowTableProps<Row>) {
  const {
    label,
    rows,
    columns,
    keyOf,
    cursor,
    cursorMoves = cursor,
    onCursor,
    classOf,
    wholeRow,
    rowHeight = 40,
    onEnd,
    onShown,
  } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => onShown?.(first, last), [first, last, onShown]);
  useEffect(() => {
    if (last >= rows.length - 1 && rows.length > 0) onEnd?.();
  }, [last, rows.length, onEnd]);
  // When they move they want to see where they are; what moves by itself must not take the list along.
  const bringIntoSight = useEffectEvent(() => {
    if (cursor !== undefined && cursor >= 0) virtual.scrollToIndex(cursor, { align: 'auto' });
  });
  useEffect(() => bringIntoSight(), [cursorMoves]);

  const tracks = { '--columns': columns.map(({ width }) => width).join(' ') } as CSSProperties;
  return (
    <div
      ref={scroller}
      className="row-table"
      style={{ ...tracks, ...tracksBelow(columns) }}
      tabIndex={0}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
    >
      <Headings columns={columns} />
      <div role="rowgroup" className="rows" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div
              key={keyOf(row)}
              role="row"
              aria-rowindex={index + 2}
              aria-current={index === cursor ? 'true' : undefined}
              className={`row ${classOf?.(row) ?? ''}`}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              onPointerDown={() => onCursor?.(index)}
            >
              <Cells row={row} columns={columns} whole={wholeRow?.(row)} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

const Headings = <Row,>({ columns }: Pick<RowTableProps<Row>, 'columns'>) => (
  <div className="row head" role="row" aria-rowindex={1}>
    {columns.map(({ title, hideBelow, isNumber, isTitleHidden }) => (
      <span key={title} role="columnheader" className={cellClass(hideBelow, isNumber)}>
        {isTitleHidden ? <span className="visually-hidden">{title}</span> : title}
      </span>
    ))}
  </div>
);

interface CellsProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  whole: ReactNode;
}

/** Drawn anew only where the row or the columns are others: not because the cursor or another row moved. */
const Cells = memo(<Row,>({ row, columns, whole }: CellsProps<Row>) =>
  whole ? (
    <span role="cell" className="cell whole" aria-colspan={columns.length}>
      {whole}
    </span>
  ) : (
    columns.map(({ title, cell, hideBelow, isNumber }) => (
      <span key={title} role="cell" className={cellClass(hideBelow, isNumber)}>
        {cell(row)}
      </span>
    ))
  ),
) as <Row>(props: CellsProps<Row>) => ReactNode;

const cellClass = (hideBelow?: string, isNumber = false): string =>
  ['cell', hideBelow && `hide-${hideBelow}`, isNumber && 'number'].filter(Boolean).join(' ');

/** The tracks of what is left on narrower screens. */
function tracksBelow<Row>(columns: readonly Column<Row>[]): CSSProperties {
  const medium = columns.filter(({ hideBelow }) => hideBelow !== 'wider');
  const narrow = medium.filter(({ hideBelow }) => hideBelow !== 'wide');
  return {
    '--columns-medium': medium.map(({ width }) => width).join(' '),
    '--columns-narrow': narrow.map(({ width, phoneWidth }) => phoneWidth ?? width).join(' '),
  } as CSSProperties;
}
