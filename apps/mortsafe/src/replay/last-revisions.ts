import type { Finding } from '@mortsafe/agent-events';

export interface LastRevisions {
  add(findings: readonly Finding[]): void;
  /** By `detectedTime`, then id. */
  inOrder(): Finding[];
  /** How many findings found no room. */
  beyondBound(): number;
}

const FINDINGS_MAX = 250_000;

/** Keeps the last revision of each finding, up to a bound: a hostile recording must not fill the memory. */
export function lastRevisions(findingsMax = FINDINGS_MAX): LastRevisions {
  const byId = new Map<string, Finding>();
  const beyond = new Set<string>();
  return {
    add(findings) {
      for (const finding of findings) {
        const known = byId.get(finding.id);
        if (!known && byId.size >= findingsMax) {
          if (beyond.size < findingsMax) beyond.add(finding.id);
        } else if (!known || known.revision <= finding.revision) {
          byId.set(finding.id, finding);
        }
      }
    },
    inOrder: () => [...byId.values()].sort(byDetection),
    beyondBound: () => beyond.size,
  };
}

const byDetection = (a: Finding, b: Finding): number =>
  a.detectedTime - b.detectedTime || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
