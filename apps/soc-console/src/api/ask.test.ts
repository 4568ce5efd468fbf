import { describe, expect, it } from 'vitest';
import { addressOf, ask } from './ask.ts';

const answering =
  (status: number, body: unknown, headers: Record<string, string> = {}): typeof fetch =>
  async () =>
    Response.json(body, { status, headers });

describe('what is asked of the API', () => {
  it('has its parts in the address, whatever stands in them', () => {
    expect(addressOf('/incidents/{id}', { path: { id: '../../etc?x=1#y' } })).toBe(
      '/api/v1/incidents/..%2F..%2Fetc%3Fx%3D1%23y',
    );
    expect(
      addressOf('/incidents', { query: { matcher: ['a="1&2"', 'b'], limit: 5, after: undefined } }),
    ).toBe('/api/v1/incidents?matcher=a%3D%221%262%22&matcher=b&limit=5');
  });

  it('is done, or waits for a second person', async () => {
    const body = { order: 'order-1' };
    expect(await ask('post /control/rescind', { body }, { fetch: answering(201, { event: 'e' }) })).toEqual({
      kind: 'done',
      body: { event: 'e' },
    });
    const waits = answering(202, { approval: 'app-1', message: 'a second person must confirm it' });
    expect(await ask('post /control/rescind', { body }, { fetch: waits })).toMatchObject({
      kind: 'waits',
      approval: 'app-1',
    });
  });

  it.each([
    ['signed out', 401, {}, 'signed-out'],
    ['not allowed to', 403, {}, 'forbidden'],
    ['asked to show again who they are', 403, { freshStepNeeded: true }, 'fresh-step'],
    ['slower than somebody else', 409, {}, 'conflict'],
    ['wrong', 400, {}, 'invalid'],
    ['unlucky', 500, {}, 'failed'],
  ])('is refused, with why, to whoever is %s', async (_who, status, more, why) => {
    const refusing = answering(status, { error: 'because', ...more });
    expect(await ask('get /me', {}, { fetch: refusing })).toMatchObject({
      ...{ kind: 'refused', why, status, reason: 'because' },
    });
  });

  it('says when to come again, where that is said', async () => {
    const often = answering(429, { error: 'too often' }, { 'retry-after': '7' });
    expect(await ask('get /me', {}, { fetch: often })).toMatchObject({ why: 'too-often', retryAfterS: 7 });
  });

  it('is a value also where nobody answers, or answers no JSON', async () => {
    const down: typeof fetch = async () => {
      throw new TypeError('fetch failed');
    };
    expect(await ask('get /me', {}, { fetch: down })).toMatchObject({ kind: 'refused', why: 'offline' });
    const proxy: typeof fetch = async () => new Response('<h1>Bad gateway</h1>', { status: 502 });
    expect(await ask('get /me', {}, { fetch: proxy })).toMatchObject({
      ...{ kind: 'refused', why: 'failed', reason: 'the server answered 502' },
    });
  });
});
