import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret that nobody guesses: 256 bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

const digest = (text: string) => createHash('sha256').update(text);

/** What is stored of a secret. It is random and long, so that no slow hash is needed. */
export const secretHash = (secret: string): string => digest(secret).digest('hex');

/** Whether two secrets are the same, in a time that tells nothing about where they differ. */
export const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(digest(one).digest(), digest(other).digest());

/** HMAC-SHA256 of what somebody says, by a secret that we share. */
export const signatureOf = (text: string, secret: string, form: 'hex' | 'base64' = 'hex'): string =>
  createHmac('sha256', secret).update(text).digest(form);

/** The credential of an `Authorization: Bearer …` header, or undefined. */
export function bearerOf(header: string | null | undefined): string | undefined {
  const match = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(header ?? '');
  return match?.[1];
}
