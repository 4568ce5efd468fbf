import type { MiddlewareHandler } from 'hono';

/** Nothing from elsewhere, and no code but our files. */
export const CONTENT_POLICY =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_POLICY,
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
