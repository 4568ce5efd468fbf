import { createHmac } from 'node:crypto';
import { sameSecret } from '../../control/control-tokens.ts';

const SIGNATURES_MAX = 10;

/** Whether PagerDuty sent this body: one of its signatures is by our secret. While secrets are changed there are several. */
export function isFromPagerDuty(header: string | undefined, body: string, secret: string): boolean {
  const expected = `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;
  return (header ?? '')
    .split(',', SIGNATURES_MAX)
    .some((signature) => sameSecret(signature.trim(), expected));
}
