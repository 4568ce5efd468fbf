import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const AUDIENCE = 'mortsafe-kafka';
const KEY_ID = 'test';
const HOUR_S = 3_600;

/** Whoever issues tokens for the brokers of a company; this one lives as long as a test. */
export interface TokenIssuer {
  /** Public keys as a JWKS, which the broker reads. */
  keysFile: string;
  audience: string;
  /** A signed token; the broker knows its bearer as `User:<subject>`. */
  token(subject: string, claims?: Readonly<Record<string, unknown>>): string;
}

export async function makeTokenIssuer(folder: string): Promise<TokenIssuer> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const keysFile = join(folder, 'keys.json');
  const key = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, use: 'sig', alg: 'RS256' };
  await writeFile(keysFile, JSON.stringify({ keys: [key] }));
  return {
    keysFile,
    audience: AUDIENCE,
    token(subject, claims = {}) {
      const nowS = Math.floor(Date.now() / 1_000);
      const body = { sub: subject, aud: AUDIENCE, scope: 'kafka', iat: nowS, exp: nowS + HOUR_S, ...claims };
      const signed = `${encoded({ alg: 'RS256', kid: KEY_ID })}.${encoded(body)}`;
      return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
    },
  };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
