import { registerHooks } from 'node:module';
import { house } from '../house.ts';

/** What a rule outside of this installation may import by name. Always ours: another version is another vocabulary. */
export const OFFERED: readonly string[] = [
  '@mortsafe/agent-events',
  '@mortsafe/detection',
  '@mortsafe/rules',
  '@mortsafe/testing',
];

let registered = false;

/**
 * Lets TypeScript files anywhere on this machine import `@mortsafe/…` as if it were installed beside them, and be
 * modules whatever their package.json says. Calling it again does nothing.
 */
export function resolveOurs(): void {
  if (registered) return;
  registered = true;
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, OFFERED.includes(specifier) ? { ...context, parentURL: import.meta.url } : context),
    load: (url, context, next) =>
      next(url, isForeign(url) ? { ...context, format: 'module-typescript' } : context),
  });
}

const isForeign = (url: string): boolean =>
  url.startsWith('file:') && url.endsWith('.ts') && !url.startsWith(house.href);
