import { createHmac } from 'node:crypto';
import { sameSecret } from '../../control/control-tokens.ts';

const SKEW_MS_MAX = 5 * 60_000;

/** Whether Slack sent this, and lately: its signature over time and body, no more than five minutes off. */
export function isFromSlack(
  request: { timestamp: string | undefined; signature: string | undefined; body: string },
  signingSecret: string,
  now: number,
): boolean {
  const { timestamp = '', signature = '', body } = request;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > SKEW_MS_MAX) return false;
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return sameSecret(signature, `v0=${expected}`);
}
