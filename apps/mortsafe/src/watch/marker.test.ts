import { describe, expect, it } from 'vitest';
import { markerIn } from './marker.ts';

const environment = (...variables: string[]): Buffer =>
  Buffer.from(variables.map((each) => `${each}\0`).join(''));
const whole = ['MORTSAFE_AGENT=worker', 'MORTSAFE_FLEET=crew', 'MORTSAFE_INSTANCE=w-1'];
const marker = { agent: 'worker', fleet: 'crew', instance: 'w-1' };

describe('the marker in an environment', () => {
  it('is found wherever it stands, behind whatever', () => {
    expect(markerIn(environment(...whole))).toEqual(marker);
    expect(markerIn(environment('PATH=/bin', 'X='.padEnd(200_000, 'x'), ...whole))).toEqual(marker);
  });

  it('is the first of two, which is the one that programs see', () => {
    expect(markerIn(environment(...whole, 'MORTSAFE_AGENT=decoy'))).toEqual(marker);
  });

  it('may lack the instance, as it does in what an agent starts', () => {
    expect(markerIn(environment(...whole.slice(0, 2)))).toEqual({ ...marker, instance: undefined });
  });

  it.each([
    [[]],
    [['MORTSAFE_AGENT=worker']],
    [['MORTSAFE_AGENT=', 'MORTSAFE_FLEET=crew']],
    [['XMORTSAFE_AGENT=worker', 'MORTSAFE_FLEET=crew']],
    [['X=MORTSAFE_AGENT=worker', 'MORTSAFE_FLEET=crew']],
    [[`MORTSAFE_AGENT=${'x'.repeat(257)}`, 'MORTSAFE_FLEET=crew']],
  ])('is none in %j', (variables) => {
    expect(markerIn(environment(...variables))).toBeUndefined();
  });
});
