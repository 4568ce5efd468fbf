/** `fleet.expected.json` for `fleet.ndjson`, `fleet.ndjson.gz` and `fleet.ndjson.zst`: what belongs to a recording lies beside it. */
export const besideFile = (file: string, ending: string): string =>
  `${file.replace(/\.(gz|zst)$/, '').replace(/\.ndjson$/, '')}.${ending}`;
