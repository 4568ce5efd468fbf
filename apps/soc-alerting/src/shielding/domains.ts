import { matchesGlob } from '@mortsafe/agent-events';

/** Fleets in which one name means one agent: what is done for it in one of them counts in all. */
export type DomainOf = (fleet: string) => string;

/**
 * @param domains - Each a list of fleet globs; the first that matches. A fleet that none matches is by itself. None
 *   at all: one name is one agent everywhere.
 */
export function domainsOf(domains: readonly (readonly string[])[] = []): DomainOf {
  if (domains.length === 0) return () => 'everywhere';
  return (fleet) => {
    const index = domains.findIndex((globs) => globs.some((glob) => matchesGlob(glob, fleet)));
    return index < 0 ? `fleet ${fleet}` : `domain ${index}`;
  };
}
