import {
  GEN_AI_AGENT_ID,
  GEN_AI_AGENT_NAME,
  MORTSAFE_AGENT,
  MORTSAFE_FLEET,
  MORTSAFE_INSTANCE,
  SERVICE_INSTANCE_ID,
  SERVICE_NAME,
} from './attributes.ts';
import { matchesGlob } from './glob.ts';
import type { IdentityMapping } from './policy.ts';

/** Attributes as they were decoded: nothing about their values is known. */
export type Attributes = Readonly<Record<string, unknown>>;

/** What a record or span says of itself, and what its resource says of all of them. */
export interface Described {
  attributes: Attributes;
  resource: Attributes;
}

function named({ attributes, resource }: Described, attribute: string): string | undefined {
  const own = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  const value = own ?? (Object.hasOwn(resource, attribute) ? resource[attribute] : undefined);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function mapped(described: Described, mappings: readonly IdentityMapping[]): string | undefined {
  for (const { attribute, matches, agent } of mappings) {
    const value = named(described, attribute);
    if (value !== undefined && matchesGlob(matches, value)) return agent.replaceAll('{value}', () => value);
  }
  return undefined;
}

/**
 * Whom a record or span is about: `mortsafe.agent`; else as policy maps foreign names; else `gen_ai.agent.name` where
 * a service vouches for it; else `gen_ai.agent.id`, which some frameworks make up anew for each run; else the bare name.
 */
export function agentOf(described: Described, mappings: readonly IdentityMapping[]): string | undefined {
  const name = named(described, GEN_AI_AGENT_NAME);
  return (
    named(described, MORTSAFE_AGENT) ??
    mapped(described, mappings) ??
    (named(described, SERVICE_NAME) === undefined ? undefined : name) ??
    named(described, GEN_AI_AGENT_ID) ??
    name
  );
}

/** Which launch of it: agents that share a process each name their own, else it is the process. */
export const instanceOf = (described: Described): string | undefined =>
  named(described, MORTSAFE_INSTANCE) ?? named(described, SERVICE_INSTANCE_ID);

export const fleetOf = (described: Described): string | undefined => named(described, MORTSAFE_FLEET);
