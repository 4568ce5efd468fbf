export interface Row {
  name: string;
  medianMs: number;
  minMs: number;
}

/** Absolute figures belong to the machine; how fast each is beside the floors, of the same run, is what to compare. */
export function table(rows: readonly Row[], events: number, floors: readonly string[]): string {
  const floorMs = floors.map((floor) => rows.find(({ name }) => name === floor)?.minMs ?? Number.NaN);
  const cells = rows.map(({ name, medianMs, minMs }) => [
    name,
    medianMs.toFixed(1),
    minMs.toFixed(1),
    Math.round((events / minMs) * 1_000).toLocaleString('en'),
    ((minMs * 1_000) / events).toFixed(2),
    ...floorMs.map((floor) => (floor / minMs).toFixed(2)),
  ]);
  const titles = ['', 'median ms', 'min ms', 'events/s', 'µs/event', ...floors.map((floor) => `of ${floor}`)];
  const all = [titles, ...cells];
  const widths = titles.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ');
  return all.map(line).join('\n');
}
