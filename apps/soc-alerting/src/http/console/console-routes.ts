import { Hono } from 'hono';
import { CONTENT_POLICY } from '../guard.ts';
import type { ConsoleFiles } from './console-files.ts';

const FOR_EVER = 'public, max-age=31536000, immutable';
/** Where a browser knows them, no text becomes code by any way that we forgot. */
const STRICTER = `${CONTENT_POLICY}; require-trusted-types-for 'script'; trusted-types 'none'`;

/** The files of the console. They are the same for everybody, so nobody is asked who they are. */
export function consoleFileRoutes({ files }: ConsoleFiles): Hono {
  const routes = new Hono();
  for (const [path, { type, plain, gzipped, isHashed }] of files) {
    routes.get(path, (context) => {
      const takesGzip = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
      return context.body(takesGzip ? gzipped : plain, 200, {
        'content-type': type,
        'cache-control': isHashed ? FOR_EVER : 'no-cache',
        vary: 'accept-encoding',
        ...(takesGzip && { 'content-encoding': 'gzip' }),
      });
    });
  }
  return routes;
}

/** The document of the console, at every address that nothing else answers: it finds its page by itself. */
export function consoleDocumentRoutes({ index }: ConsoleFiles): Hono {
  const routes = new Hono();
  routes.get('*', (context, next) => {
    if (!(context.req.header('accept') ?? '').includes('text/html')) return next();
    return Promise.resolve(context.html(index, 200, { 'content-security-policy': STRICTER }));
  });
  return routes;
}
