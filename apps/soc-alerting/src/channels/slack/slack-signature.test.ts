import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { T0 } from '../../testing/samples.ts';
import { readPress } from './slack-press.ts';
import { isFromSlack } from './slack-signature.ts';

const secret = 'signing-secret';
const timestamp = String(T0 / 1_000);
const sign = (body: string, at = timestamp, by = secret) =>
  `v0=${createHmac('sha256', by).update(`v0:${at}:${body}`).digest('hex')}`;

describe('what claims to come from Slack', () => {
  const body = 'payload=%7B%7D';

  it('does, with its signature', () => {
    expect(isFromSlack({ timestamp, signature: sign(body), body }, secret, T0)).toBe(true);
    expect(isFromSlack({ timestamp, signature: sign(body), body }, secret, T0 + 299_000)).toBe(true);
  });

  it.each([
    ['another body', { timestamp, signature: sign(body), body: `${body}x` }],
    ['another secret', { timestamp, signature: sign(body, timestamp, 'guess'), body }],
    ['another time', { timestamp: '1', signature: sign(body, '1'), body }],
    ['a time that is none', { timestamp: 'now', signature: sign(body, 'now'), body }],
    ['no signature', { timestamp, signature: undefined, body }],
    ['nothing at all', { timestamp: undefined, signature: undefined, body: '' }],
  ])('does not, with %s', (_what, request) => {
    expect(isFromSlack(request, secret, T0)).toBe(false);
  });

  it('does not any more after five minutes', () => {
    expect(isFromSlack({ timestamp, signature: sign(body), body }, secret, T0 + 301_000)).toBe(false);
  });
});

describe('a press of a button', () => {
  const press = (about: object = {}, action: object = {}) =>
    readPress(
      new URLSearchParams({
        payload: JSON.stringify({
          type: 'block_actions',
          user: { id: 'U1' },
          actions: [{ action_id: 'acknowledge', action_ts: '1.5', value: 'inc-abc', ...action }],
          ...about,
        }),
      }).toString(),
    );

  it('says who pressed which for what, once', () => {
    expect(press()).toEqual({
      action: 'acknowledge',
      incident: 'inc-abc',
      user: 'U1',
      id: 'slack:U1:1.5:acknowledge:inc-abc',
    });
  });

  it.each([
    ['another kind of interaction', { type: 'view_submission' }, {}],
    ['a button that is not ours', {}, { action_id: 'launch' }],
    ['an incident that is none', {}, { value: "inc-'; drop" }],
    ['no user', { user: {} }, {}],
  ])('is not %s', (_what, about, action) => {
    expect(press(about, action)).toBeUndefined();
  });

  it('is not what is no payload', () => {
    expect(readPress('payload=%7B')).toBeUndefined();
    expect(readPress('')).toBeUndefined();
  });
});
