import { sameSecret, signatureOf } from '../../access/secrets.ts';

const SIGNATURES_MAX = 10;

/** Whether PagerDuty sent this body: one of its signatures is by our secret. While secrets are changed there are several. */
export function isFromPagerDuty(header: string | undefined, body: string, secret: string): boolean {
  const expected = `v1=${signatureOf(body, secret)}`;
  return (header ?? '')
    .split(',', SIGNATURES_MAX)
    .some((signature) => sameSecret(signature.trim(), expected));
}
