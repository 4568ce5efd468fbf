import { hash } from 'node:crypto';

/** Made of fleet, rule and what the finding is about, so the same events make the same finding. */
export function findingId(fleet: string, rule: string, key: readonly (string | number)[]): string {
  return hash('sha256', JSON.stringify([fleet, rule, ...key]), 'hex').slice(0, 32);
}
