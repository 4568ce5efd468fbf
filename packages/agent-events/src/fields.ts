/** What a field may hold. The one table of events is made of these, and everything that walks events reads them. */

import type { Principal } from './events.ts';
import { durationMsMax, idMaxChars, listMaxEntries, locationMaxChars, textMaxChars } from './limits.ts';

export interface TextKind {
  kind: 'text';
  charsMin: number;
  charsMax: number;
}
export interface WordKind<Word extends string = string> {
  kind: 'word';
  words: readonly Word[];
}
/** Whole numbers and durations (milliseconds; a fraction is cut off). */
export interface NumberKind {
  kind: 'whole' | 'duration' | 'share';
  min: number;
  max: number;
}
/** RFC 3339 or epoch milliseconds in, epoch milliseconds out. */
export interface TimeKind {
  kind: 'time';
}
/** `true` or `false`; where only `true` means anything, only `true` is taken. */
export interface FlagKind {
  kind: 'flag' | 'true';
}
export interface ListKind {
  kind: 'list';
  entriesMax: number;
  entry: TextKind;
}
export interface RecordKind<Content = unknown> {
  kind: 'record';
  fields: FieldsOf<Content>;
}
/** As a record, or `kind:id`, or a bare id whose kind follows from the origin. */
export interface PrincipalRecordKind {
  kind: 'principal';
  fields: FieldsOf<Principal>;
}
/** `controller:id`; a bare id is given its prefix. */
export interface ControllerKind {
  kind: 'controller';
  charsMax: number;
}

export type AnyKind =
  | TextKind
  | WordKind
  | NumberKind
  | TimeKind
  | FlagKind
  | ListKind
  | { kind: 'record'; fields: AnyFields }
  | { kind: 'principal'; fields: AnyFields }
  | ControllerKind;

export type Presence =
  | { presence: 'required' }
  | { presence: 'optional' }
  | { presence: 'default'; value: string | number };
export type AnyField = AnyKind & Presence;
export type AnyFields = Readonly<Record<string, AnyField>>;

type KindOf<Value> = [Value] extends [boolean]
  ? FlagKind
  : [Value] extends [string]
    ? string extends Value
      ? TextKind | ControllerKind
      : WordKind<Value>
    : [Value] extends [number]
      ? NumberKind | TimeKind
      : [Value] extends [string[]]
        ? ListKind
        : [Value] extends [Principal]
          ? PrincipalRecordKind
          : RecordKind<Value>;

type PresenceOf<Content, Key extends keyof Content> =
  Record<never, never> extends Pick<Content, Key>
    ? { presence: 'optional' }
    : Exclude<Presence, { presence: 'optional' }>;

/** The fields an interface must have in the table: each of them, of its kind, as optional as it is there. */
export type FieldsOf<Content> = {
  readonly [Key in keyof Content]-?: KindOf<Exclude<Content[Key], undefined>> & PresenceOf<Content, Key>;
};

export const text: TextKind = { kind: 'text', charsMin: 0, charsMax: textMaxChars };
export const location: TextKind = { kind: 'text', charsMin: 0, charsMax: locationMaxChars };
/** Who or what something is: an agent, a fleet, an order, a hash. Also a glob over such names. */
export const identity: TextKind = { kind: 'text', charsMin: 1, charsMax: idMaxChars };
export const controller: ControllerKind = { kind: 'controller', charsMax: idMaxChars + 'controller:'.length };
const principalGlob: TextKind = { ...identity, charsMax: controller.charsMax };

export const word = <const Word extends string>(words: readonly Word[]): WordKind<Word> => ({
  kind: 'word',
  words,
});
export const whole = (min: number, max: number): NumberKind => ({ kind: 'whole', min, max });
export const duration = (min: number): NumberKind => ({ kind: 'duration', min, max: durationMsMax });
export const share: NumberKind = { kind: 'share', min: 0, max: 1 };
export const time: TimeKind = { kind: 'time' };
export const flag: FlagKind = { kind: 'flag' };
export const onlyTrue: FlagKind = { kind: 'true' };
export const identities: ListKind = { kind: 'list', entriesMax: listMaxEntries, entry: identity };
export const principalGlobs: ListKind = { kind: 'list', entriesMax: listMaxEntries, entry: principalGlob };

export const required = <Kind>(kind: Kind) => ({ ...kind, presence: 'required' }) as const;
export const optional = <Kind>(kind: Kind) => ({ ...kind, presence: 'optional' }) as const;
export const orElse = <Kind>(kind: Kind, value: string | number) =>
  ({ ...kind, presence: 'default', value }) as const;
