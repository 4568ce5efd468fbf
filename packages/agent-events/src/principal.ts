import type { Principal } from './events.ts';
import { type PrincipalKind, principalKinds } from './words.ts';

const kinds: ReadonlySet<string> = new Set(principalKinds);

export const isPrincipalKind = (text: string): text is PrincipalKind => kinds.has(text);

/** `kind:id`, as policies and findings write it. */
export const principalName = ({ kind, id }: Principal): string => `${kind}:${id}`;
