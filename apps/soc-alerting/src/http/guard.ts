import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { bearerOf, sameSecret } from '../control/control-tokens.ts';

export const VIEW_COOKIE = 'mortsafe_view';

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
};

export const securityHeaders = (): MiddlewareHandler => async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  }
};

/** Answers only to its own names: a web page that points its own name at this machine gets nothing. */
export function knownHosts(hosts: readonly string[]): MiddlewareHandler {
  const known = new Set(['localhost', '127.0.0.1', '[::1]', ...hosts.map((host) => host.toLowerCase())]);
  return async (context, next) => {
    const name = (context.req.header('host') ?? '').toLowerCase().replace(/:\d+$/, '');
    if (!known.has(name)) return context.json({ error: 'unknown host name' }, 421);
    return next();
  };
}

/** What the cookie holds: proves that its bearer had a link, and is no credential for anything else. */
export const cookieOf = (viewToken: string): string =>
  createHash('sha256').update(`mortsafe view cookie\0${viewToken}`).digest('base64url');

/** Whether the request may see the page and the API. */
export function mayView(viewToken: string): (context: Parameters<MiddlewareHandler>[0]) => boolean {
  const cookie = cookieOf(viewToken);
  return (context) => {
    const bearer = bearerOf(context.req.header('authorization'));
    if (bearer !== undefined) return sameSecret(bearer, viewToken);
    const given = getCookie(context, VIEW_COOKIE);
    return given !== undefined && sameSecret(given, cookie);
  };
}
