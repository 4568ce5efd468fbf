import { randomBytes } from 'node:crypto';
import { sameSecret } from '../control/control-tokens.ts';

const GOOD_FOR_MS = 15 * 60_000;
const LINKS_MAX = 20;

/** Links that let a browser in, once. */
export interface ViewLinks {
  /** A token for a link; good for 15 minutes. The oldest of too many is forgotten. */
  issue(): string;
  /** Takes the token; true once. */
  redeem(token: string): boolean;
}

export function createViewLinks(now: () => number): ViewLinks {
  let issued: { token: string; until: number }[] = [];
  return {
    issue() {
      const token = randomBytes(24).toString('base64url');
      issued = [...issued, { token, until: now() + GOOD_FOR_MS }].slice(-LINKS_MAX);
      return token;
    },
    redeem(token) {
      const found = issued.find((link) => sameSecret(link.token, token));
      issued = issued.filter((link) => link !== found);
      return found !== undefined && found.until >= now();
    },
  };
}
