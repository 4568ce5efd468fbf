import { type Attributes, matchesGlob, SERVICE_NAMESPACE } from '@mortsafe/agent-events';
import type { DoorPass } from '../source.ts';

/** Where producers name no fleet and nothing else tells. */
const DEFAULT_FLEET = 'default';

const isLiteral = (glob: string): boolean => !/[*?]/.test(glob);

/** The fleet of who names none: the only one it may speak for, else its service's namespace. */
export function unnamedFleet({ fleets }: DoorPass, resource: Attributes): unknown {
  const [only, ...others] = fleets ?? [];
  if (only !== undefined && others.length === 0 && isLiteral(only)) return only;
  return resource[SERVICE_NAMESPACE] || DEFAULT_FLEET;
}

export const maySpeakFor = ({ fleets }: DoorPass, fleet: string): boolean =>
  fleets?.some((glob) => matchesGlob(glob, fleet)) ?? true;
