import { sameSecret, signatureOf } from '../../access/secrets.ts';

const SKEW_MS_MAX = 5 * 60_000;

/** Whether Slack sent this, and lately: its signature over time and body, no more than five minutes off. */
export function isFromSlack(
  request: { timestamp: string | undefined; signature: string | undefined; body: string },
  signingSecret: string,
  now: number,
): boolean {
  const { timestamp = '', signature = '', body } = request;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > SKEW_MS_MAX) return false;
  return sameSecret(signature, `v0=${signatureOf(`v0:${timestamp}:${body}`, signingSecret)}`);
}
