import { idMaxChars } from '@mortsafe/agent-events';

/** Whose process it is, by the environment that it was started with. */
export interface Marker {
  fleet: string;
  agent: string;
  /** Absent in what an agent started for its own use, which inherits the rest. */
  instance: string | undefined;
}

/**
 * Reads the marker out of `/proc/PID/environ`.
 *
 * @returns Undefined where there is none, or one that could be no agent's.
 */
export function markerIn(environment: Buffer): Marker | undefined {
  const agent = variable(environment, 'MORTSAFE_AGENT');
  const fleet = variable(environment, 'MORTSAFE_FLEET');
  if (!isId(agent) || !isId(fleet)) return undefined;
  const instance = variable(environment, 'MORTSAFE_INSTANCE');
  return { fleet, agent, instance: isId(instance) ? instance : undefined };
}

/** Of two variables of one name programs see the first. */
function variable(environment: Buffer, name: string): string | undefined {
  const start = startOf(environment, `${name}=`);
  if (start === undefined) return undefined;
  const end = environment.indexOf(0, start);
  return environment.toString('utf8', start, end < 0 ? undefined : end);
}

function startOf(environment: Buffer, prefix: string): number | undefined {
  if (environment.subarray(0, prefix.length).equals(Buffer.from(prefix))) return prefix.length;
  const found = environment.indexOf(`\0${prefix}`);
  return found < 0 ? undefined : found + 1 + prefix.length;
}

const isId = (text: string | undefined): text is string =>
  text !== undefined && text.length >= 1 && text.length <= idMaxChars;
