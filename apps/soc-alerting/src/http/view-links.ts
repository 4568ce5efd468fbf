import type { Grant } from '../access/roles.ts';
import { newSecret, sameSecret } from '../access/secrets.ts';

const GOOD_FOR_MS = 15 * 60_000;
const LINKS_MAX = 20;

/** Whom a link lets in. */
export interface LinkHolder {
  person: string;
  grants: readonly Grant[];
}

/** Who may look at everything, and is nobody by name. */
export const onlooker: LinkHolder = { person: 'onlooker', grants: [{ role: 'viewer', fleets: ['*'] }] };

/** Links that let a browser in, once. */
export interface ViewLinks {
  /** A token for a link; good for 15 minutes. The oldest of too many is forgotten. Default: for an onlooker. */
  issue(holder?: LinkHolder): string;
  /** Takes the token and says whose it was; once. */
  redeem(token: string): LinkHolder | undefined;
}

export function createViewLinks(now: () => number): ViewLinks {
  let issued: { token: string; until: number; holder: LinkHolder }[] = [];
  return {
    issue(holder = onlooker) {
      const token = newSecret();
      issued = [...issued, { token, until: now() + GOOD_FOR_MS, holder }].slice(-LINKS_MAX);
      return token;
    },
    redeem(token) {
      const found = issued.find((link) => sameSecret(link.token, token));
      issued = issued.filter((link) => link !== found);
      return found && found.until >= now() ? found.holder : undefined;
    },
  };
}
