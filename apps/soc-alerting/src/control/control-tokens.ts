import type { Role } from '../access/roles.ts';
import { sameSecret } from '../access/secrets.ts';

/** Lets one person (or machine that acts for people) through the control door. */
export interface ControlToken {
  /** At least 16 characters. */
  token: string;
  /** Who that is: `alice@example.org`. It becomes `orderedBy` and `by`. */
  person: string;
  /** Default `admin`. */
  role?: Role;
  /** Fleet globs. Default all. */
  fleets?: readonly string[];
}

const TOKEN_CHARS_MIN = 16;

/**
 * Says whose token it is. Compares with every one of them, so that the time tells nothing either.
 *
 * @throws {Error} A token is too short to be one, or two are the same.
 */
export function holderByToken(tokens: readonly ControlToken[]): (token: string) => ControlToken | undefined {
  if (tokens.some(({ token }) => token.length < TOKEN_CHARS_MIN)) {
    throw new Error(`a control token has fewer than ${TOKEN_CHARS_MIN} characters`);
  }
  if (new Set(tokens.map(({ token }) => token)).size < tokens.length) {
    throw new Error('two control tokens are the same');
  }
  return (given) => {
    let holder: ControlToken | undefined;
    for (const known of tokens) {
      if (sameSecret(known.token, given)) holder = known;
    }
    return holder;
  };
}
