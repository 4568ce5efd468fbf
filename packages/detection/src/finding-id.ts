import { createHash } from 'node:crypto';

/** Made of fleet, rule and what the finding is about, so the same events make the same finding. */
export function findingId(fleet: string, rule: string, key: readonly (string | number)[]): string {
  return createHash('sha256')
    .update(JSON.stringify([fleet, rule, ...key]))
    .digest('hex')
    .slice(0, 32);
}
