import { InvalidArgumentError } from 'commander';

/** Options that mean the same wherever they are. */
export const CONFIG = [
  '-c, --config <file>',
  'configuration (default: mortsafe.yaml, where there is one)',
] as const;
export const POLICY = ['-p, --policy <file>', 'policy: who may do what in which fleet'] as const;
export const RULES = ['-r, --rules <folder>', 'rules of your own, beside those built in'] as const;

export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError('A port is at most 65535.');
  return port;
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number, please.');
  return Number(text);
}
