import { describe, expect, it } from 'vitest';
import { authenticateBy } from './door-tokens.ts';

const tokens = [
  { token: 'of-worker', fleets: ['checkout'], agent: 'worker-1' },
  { token: 'of-fleet', fleets: ['shop-*'], agent: undefined },
];
const bearing = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a door with tokens', () => {
  const authenticate = authenticateBy(tokens, 'agent');

  it('knows the agent and its fleets by its own token', () => {
    expect(authenticate(bearing('of-worker'))).toEqual({
      origin: 'agent',
      fleets: ['checkout'],
      sender: 'worker-1',
    });
  });

  it('vouches for no agent where a fleet shares a token', () => {
    expect(authenticate(bearing('of-fleet'))).toEqual({ origin: 'agent', fleets: ['shop-*'] });
  });

  it.each([
    ['there is no token', {}],
    ['the token is unknown', bearing('of-nobody')],
    ['the token is only begun', bearing('of-work')],
    ['the scheme is another', { authorization: 'Basic of-worker' }],
    ['the token is huge', bearing('x'.repeat(10_000))],
  ])('stays shut when %s', (_, headers) => {
    expect(authenticate(headers)).toBeUndefined();
  });
});

describe('a door without tokens', () => {
  it('lets everybody in with the origin of the door, and vouches for nobody', () => {
    expect(authenticateBy([], 'agent')({})).toEqual({ origin: 'agent' });
  });
});
