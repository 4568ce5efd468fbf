import { matchesGlob, sensorPolicyOf, type WatchedThing } from '@mortsafe/agent-events';
import type { SensorContext } from './sensor-dialect.ts';

/** What policy says of a path; the first that matches. */
export const watchedFile = (path: string, { policy }: SensorContext): WatchedThing | undefined =>
  sensorPolicyOf(policy).watched.find(({ file }) => file !== undefined && matchesGlob(file, path));

/** What policy says of an object of Kubernetes, `resource/namespace/name`; the first that matches. */
export const watchedObject = (object: string, { policy }: SensorContext): WatchedThing | undefined =>
  sensorPolicyOf(policy).watched.find(
    (thing) => thing.object !== undefined && matchesGlob(thing.object, object),
  );

/** A watched state that lies in, or under, a path that somebody names. */
export const stateUnder = (path: string, { policy }: SensorContext): WatchedThing | undefined =>
  sensorPolicyOf(policy).watched.find(({ file, state }) => {
    if (file === undefined || state === undefined) return false;
    return matchesGlob(file, path) || file.replace(/[*?].*$/s, '').startsWith(`${path.replace(/\/+$/, '')}/`);
  });

/** Whose it is: as policy says, else whoever's workload it was seen in. */
export function ownerOf(
  { agent, file, object }: WatchedThing,
  seen: string,
  fallback: string | undefined,
): string | undefined {
  if (agent === undefined) return fallback;
  if (!agent.includes('{value}')) return agent;
  const [before = '', after = ''] = (file ?? object ?? '').split('*');
  const value = seen.slice(before.length, seen.length - after.length);
  return value === '' ? undefined : agent.replaceAll('{value}', () => value);
}
