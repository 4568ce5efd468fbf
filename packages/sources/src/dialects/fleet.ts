import {
  type Attributes,
  type IdentityMapping,
  identityMappingsFor,
  MORTSAFE_FLEET,
  matchesGlob,
  type Policy,
  SERVICE_NAMESPACE,
} from '@mortsafe/agent-events';
import type { DoorPass } from '../source.ts';

/** Where producers name no fleet and nothing else tells. */
const DEFAULT_FLEET = 'default';

const isLiteral = (glob: string): boolean => !/[*?]/.test(glob);

/**
 * What a record says its fleet is, else its resource; where neither does, the only fleet its sender may speak for,
 * else its service's namespace. Nothing is known yet of what it says.
 */
export function fleetSaid({ fleets }: DoorPass, attributes: Attributes, resource: Attributes): unknown {
  const said = attributes[MORTSAFE_FLEET] || resource[MORTSAFE_FLEET];
  if (said) return said;
  const [only, ...others] = fleets ?? [];
  if (only !== undefined && others.length === 0 && isLiteral(only)) return only;
  return resource[SERVICE_NAMESPACE] || DEFAULT_FLEET;
}

/** How foreign names become agents there. */
export const identityIn = (policy: Policy, fleet: unknown): IdentityMapping[] =>
  identityMappingsFor(policy, typeof fleet === 'string' ? fleet : undefined);

export const maySpeakFor = ({ fleets }: DoorPass, fleet: string): boolean =>
  fleets?.some((glob) => matchesGlob(glob, fleet)) ?? true;
