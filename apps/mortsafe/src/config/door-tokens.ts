import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Origin } from '@mortsafe/agent-events';
import type { DoorPass } from '@mortsafe/sources';

export interface ResolvedToken {
  token: string;
  fleets: string[] | undefined;
  agent: string | undefined;
}

export type Authenticate = (headers: IncomingHttpHeaders) => DoorPass | undefined;

const BEARER = /^Bearer +([\x21-\x7e]{1,4096})$/i;

/**
 * Who stands at a door, by its bearer token. A door without tokens lets everybody in and vouches for nobody.
 * Tokens are looked up by their digest, so that the time it takes tells nothing about them.
 */
export function authenticateBy(tokens: readonly ResolvedToken[], origin: Origin): Authenticate {
  if (tokens.length === 0) return () => ({ origin });
  const passes = new Map(tokens.map((token) => [digestOf(token.token), passOf(token, origin)]));
  return ({ authorization }) => {
    const bearer = typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined;
    return bearer === undefined ? undefined : passes.get(digestOf(bearer));
  };
}

const passOf = ({ fleets, agent }: ResolvedToken, origin: Origin): DoorPass => ({
  origin,
  ...(fleets && { fleets }),
  ...(agent !== undefined && { sender: agent }),
});

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64');
