import { describe, expect, it } from 'vitest';
import { randomOf } from './random.ts';

const draw = (random = randomOf(5)) => Array.from({ length: 50 }, () => random.below(1_000));

describe('chance from a seed', () => {
  it('repeats for the same seed, and not for another', () => {
    expect(draw()).toEqual(draw());
    expect(draw(randomOf(6))).not.toEqual(draw());
  });

  it('forks by name, whatever was drawn before', () => {
    const random = randomOf(5);
    const before = draw(random.fork('part'));
    draw(random);
    expect(draw(random.fork('part'))).toEqual(before);
    expect(draw(random.fork('other'))).not.toEqual(before);
  });

  it('keeps within its bounds, both ends included', () => {
    const random = randomOf(1);
    expect(new Set(Array.from({ length: 200 }, () => random.between(2, 4)))).toEqual(new Set([2, 3, 4]));
  });

  it('shuffles without losing anything', () => {
    expect(randomOf(3).shuffled([1, 2, 3, 4, 5]).sort()).toEqual([1, 2, 3, 4, 5]);
  });
});
