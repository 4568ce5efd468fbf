export interface Row {
  name: string;
  medianMs: number;
  minMs: number;
}

/** Absolute figures belong to the machine; the ratio to the first row, taken in the same run, is what to compare. */
export function table(rows: readonly Row[], events: number): string {
  const floor = rows[0]?.medianMs ?? Number.NaN;
  const cells = rows.map(({ name, medianMs, minMs }) => [
    name,
    medianMs.toFixed(1),
    minMs.toFixed(1),
    Math.round((events / medianMs) * 1_000).toLocaleString('en'),
    ((medianMs * 1_000) / events).toFixed(2),
    `${(medianMs / floor).toFixed(2)} ×`,
  ]);
  const all = [['', 'median ms', 'min ms', 'events/s', 'µs/event', `of ${rows[0]?.name ?? ''}`], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return all.map(line).join('\n');
}
