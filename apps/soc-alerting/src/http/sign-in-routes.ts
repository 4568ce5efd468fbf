import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { grantsOf, type RoleBinding } from '../access/grants-of.ts';
import { createOidc, type Oidc, type OidcSettings } from '../access/oidc.ts';
import type { RateLimits } from '../access/rate-limits.ts';
import { sameSecret } from '../access/secrets.ts';
import { type Log, reasonOf } from '../log.ts';
import { addressOf } from './address-of.ts';
import { type LetInOptions, letIn } from './let-in.ts';
import { bouncePage, noticePage } from './page/notice-page.ts';

/** Who signs people in, and what each of them may do then. */
export interface SignInOptions {
  oidc: OidcSettings;
  roles: readonly RoleBinding[];
}

interface Parts extends LetInOptions {
  limits: RateLimits;
  url(): string;
  log: Log;
}

const CALLBACK = '/sign-in/callback';
const STATE_COOKIE = 'mortsafe_sign_in';
const STATE_S = 600;

/**
 * `/sign-in` leads to the issuer, which leads back to `/sign-in/callback`. `?fresh` asks the issuer to have the person
 * show again who they are.
 */
export function signInRoutes({ oidc: settings, roles }: SignInOptions, parts: Parts): Hono {
  const oidc = createOidc(settings, parts);
  const routes = new Hono();
  routes.get('/sign-in', async (context) => {
    if ((await parts.limits.refusal(addressOf(context))) !== undefined)
      return notice(context, 'Too often: wait.', 429);
    const fresh = context.req.query('fresh') !== undefined;
    try {
      const { url, state } = await oidc.begin(`${parts.url()}${CALLBACK}`, { fresh });
      // It must come along from the issuer's site, so it is not strict.
      setCookie(context, STATE_COOKIE, state, {
        ...{ httpOnly: true, sameSite: 'Lax', secure: parts.secureCookie, path: '/sign-in', maxAge: STATE_S },
      });
      return context.redirect(url, 303);
    } catch (error) {
      parts.log('error', `sign-in: ${reasonOf(error)}`);
      return notice(context, 'The issuer cannot be reached. Try again in a moment.', 503);
    }
  });
  routes.get(CALLBACK, async (context) => {
    const result = await back(context, oidc, parts);
    deleteCookie(context, STATE_COOKIE, { path: '/sign-in' });
    if ('reason' in result) {
      await parts.limits.refusal(addressOf(context));
      parts.log('warn', `sign-in: ${result.reason}`);
      return notice(context, `You are not signed in: ${result.reason}.`, 401);
    }
    const { person, groups, authenticatedAt: freshAt } = result;
    const grants = grantsOf(roles, { person, groups });
    if (grants.length === 0)
      return notice(context, 'You are known, and may do nothing here: ask an admin.', 403);
    await letIn(context, { person, grants, freshAt, by: 'oidc' }, parts);
    // A redirect would still count as the issuer's, and leave the strict cookie at home.
    return context.html(bouncePage('/'), 200);
  });
  return routes;
}

async function back(context: Context, oidc: Oidc, { url }: Parts): ReturnType<Oidc['finish']> {
  const given = context.req.query('state') ?? '';
  const expected = getCookie(context, STATE_COOKIE);
  if (expected === undefined || !sameSecret(expected, given)) {
    return { reason: 'this sign-in began in another browser, or was finished' };
  }
  const currentUrl = new URL(`${url()}${CALLBACK}`);
  currentUrl.search = new URL(context.req.url).search;
  return oidc.finish(currentUrl, expected);
}

const notice = (context: Context, text: string, status: 401 | 403 | 429 | 503) =>
  context.html(noticePage(text), status);
