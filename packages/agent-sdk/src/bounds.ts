import { InvalidOptionError } from './errors.ts';

/** Lengths are UTF-16 code units, and those of the detector: what is longer it refuses. */
export const idMaxChars = 256;
export const locationMaxChars = 2_048;
export const textMaxChars = 4_096;

export function requireId(option: string, id: string | undefined): string {
  if (typeof id === 'string' && id.length >= 1 && id.length <= idMaxChars) return id;
  throw new InvalidOptionError(option, `be 1 to ${idMaxChars} characters`);
}

export function requireBetween(option: string, value: number, min: number, max: number): number {
  if (Number.isFinite(value) && value >= min && value <= max) return value;
  throw new InvalidOptionError(option, `be from ${min} to ${max}`);
}

/** Free text comes from the world (an error, an address), so too much of it is cut, not thrown. */
export const shortened = (text: string, charsMax: number): string =>
  text.length <= charsMax ? text : `${text.slice(0, charsMax - 1)}…`;
