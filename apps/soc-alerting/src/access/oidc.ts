import * as client from 'openid-client';
import type { Database } from '../storage/database.ts';
import { secretHash } from './secrets.ts';

/** An OpenID Connect issuer, and what it knows us as. */
export interface OidcSettings {
  /** `https://login.example.org/realms/soc`. Plain http is taken from this machine alone. */
  issuer: string;
  clientId: string;
  /** Absent: a public client, which PKCE alone protects. */
  clientSecret?: string;
  /** Default `openid email profile`. */
  scope?: string;
  /** The claim that names a person. Default `email`, and then only one that the issuer has verified. */
  personClaim?: string;
  /** The claim that lists groups. Default `groups`. */
  groupsClaim?: string;
}

/** Who signed in, as the issuer says. */
export interface SignedIn {
  person: string;
  groups: string[];
  /** When they last showed the issuer who they are, epoch milliseconds; null where it does not say. */
  authenticatedAt: number | null;
}

export interface Oidc {
  /** Where to send the browser, and what it must bring back. */
  begin(redirectUri: string, options: { fresh: boolean }): Promise<{ url: string; state: string }>;
  /** Takes what the browser brought back. Once; within ten minutes; from the browser that began. */
  finish(currentUrl: URL, state: string): Promise<SignedIn | { reason: string }>;
}

const GOOD_FOR_MS = 10 * 60_000;
const DISCOVERY_S = 10;
const GROUPS_MAX = 200;
const NAME_CHARS_MAX = 256;
/** Of a step that must be fresh. */
const FRESH_S = 300;

interface Begun {
  verifier: string;
  nonce: string;
  fresh: boolean;
}

export function createOidc(
  settings: OidcSettings,
  { database, now }: { database: Database; now(): number },
): Oidc {
  let discovered: Promise<client.Configuration> | undefined;
  const issuer = (): Promise<client.Configuration> => {
    discovered ??= discover(settings).catch((error) => {
      // It may be there the next time.
      discovered = undefined;
      throw error;
    });
    return discovered;
  };

  return {
    async begin(redirectUri, { fresh }) {
      const configuration = await issuer();
      const [verifier, state, nonce] = [
        client.randomPKCECodeVerifier(),
        client.randomState(),
        client.randomNonce(),
      ];
      await database.query('delete from sign_ins where expires_at <= $1', [now()]);
      await database.query(
        'insert into sign_ins (state, verifier, nonce, fresh, expires_at) values ($1, $2, $3, $4, $5)',
        [secretHash(state), verifier, nonce, fresh, now() + GOOD_FOR_MS],
      );
      const url = client.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: settings.scope ?? 'openid email profile',
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...{ state, nonce },
        ...(fresh && { prompt: 'login', max_age: String(FRESH_S) }),
      });
      return { url: url.href, state };
    },
    async finish(currentUrl, state) {
      const [begun] = await database.query<Begun>(
        'delete from sign_ins where state = $1 and expires_at > $2 returning verifier, nonce, fresh',
        [secretHash(state), now()],
      );
      if (!begun) return { reason: 'this sign-in was finished, or took too long: begin again' };
      try {
        const tokens = await client.authorizationCodeGrant(await issuer(), currentUrl, {
          ...{ pkceCodeVerifier: begun.verifier, expectedNonce: begun.nonce, expectedState: state },
          idTokenExpected: true,
          ...(begun.fresh && { maxAge: FRESH_S }),
        });
        return signedIn(tokens.claims() ?? {}, settings, now());
      } catch (error) {
        return { reason: `the issuer did not let you in${codeOf(error)}` };
      }
    },
  };
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<client.Configuration> {
  const url = new URL(issuer);
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url.protocol !== 'https:' && !isHere) throw new Error('the issuer is not reached by https');
  return client.discovery(
    url,
    clientId,
    undefined,
    clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret),
    {
      timeout: DISCOVERY_S,
      // The signature of a token counts, not only by which way it came.
      execute: [client.enableNonRepudiationChecks, ...(isHere ? [client.allowInsecureRequests] : [])],
    },
  );
}

function signedIn(
  claims: Readonly<Record<string, unknown>>,
  { personClaim = 'email', groupsClaim = 'groups' }: OidcSettings,
  now: number,
): SignedIn | { reason: string } {
  const person = claims[personClaim];
  if (typeof person !== 'string' || person === '' || person.length > NAME_CHARS_MAX) {
    return { reason: `the issuer does not say who you are: ${personClaim} is missing` };
  }
  if (personClaim === 'email' && claims.email_verified !== true) {
    return { reason: 'the issuer has not verified your address (email_verified)' };
  }
  const listed = claims[groupsClaim];
  const groups = (Array.isArray(listed) ? listed : [listed]).filter((group) => typeof group === 'string');
  const at = claims.auth_time;
  const authenticatedAt = typeof at === 'number' ? Math.min(at * 1_000, now) : null;
  return { person, groups: groups.slice(0, GROUPS_MAX), authenticatedAt };
}

/** The library's own words for what is wrong; never what the issuer wrote, which may hold anything. */
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? ` (${error.code.slice(0, 64)})`
    : '';
