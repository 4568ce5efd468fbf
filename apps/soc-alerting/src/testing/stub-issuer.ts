import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** Who signs in, and what the issuer says of them. */
export interface StubPerson {
  email: string;
  email_verified?: boolean;
  groups?: string[];
  /** Seconds since the epoch; absent where the issuer does not say. */
  auth_time?: number;
}

export interface StubIssuer {
  url: string;
  /** Lets the person in at once, and sends the browser back; says where to. */
  authorise(authorizationUrl: string, person: StubPerson): URL;
  /** Spoils the next identity token. */
  spoil(how: 'nonce' | 'audience' | 'key'): void;
  close(): Promise<void>;
}

interface Granted {
  challenge: string;
  nonce: string;
  person: StubPerson;
}

/** An OpenID Connect issuer on this machine: it signs real tokens, and asks for PKCE. */
export async function stubIssuer(clientId: string): Promise<StubIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256');
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
  const granted = new Map<string, Granted>();
  let spoilt: 'nonce' | 'audience' | 'key' | undefined;
  let url = '';

  async function tokenFor(form: URLSearchParams): Promise<object | undefined> {
    const code = form.get('code') ?? '';
    const grant = granted.get(code);
    granted.delete(code);
    const verifier = new TextEncoder().encode(form.get('code_verifier') ?? '');
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', verifier)).toString('base64url');
    if (!grant || digest !== grant.challenge) return undefined;
    const how = spoilt;
    spoilt = undefined;
    const idToken = await new SignJWT({ ...grant.person, nonce: how === 'nonce' ? 'another' : grant.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(url)
      .setSubject(grant.person.email)
      .setAudience(how === 'audience' ? 'another' : clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(how === 'key' ? other.privateKey : privateKey);
    return { access_token: 'opaque', token_type: 'Bearer', id_token: idToken, expires_in: 300 };
  }

  const server: Server = createServer(async (request, response) => {
    const send = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/.well-known/openid-configuration') return send(200, described(url));
    if (request.url === '/keys') return send(200, keys);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = await tokenFor(new URLSearchParams(Buffer.concat(chunks).toString()));
    return token ? send(200, token) : send(400, { error: 'invalid_grant' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  return {
    url,
    authorise(authorizationUrl, person) {
      const asked = new URL(authorizationUrl).searchParams;
      const code = crypto.randomUUID();
      const [challenge, nonce] = [asked.get('code_challenge') ?? '', asked.get('nonce') ?? ''];
      granted.set(code, { challenge, nonce, person });
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString();
      return back;
    },
    spoil(how) {
      spoilt = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const described = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
});
