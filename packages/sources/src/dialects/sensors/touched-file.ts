import { matchesGlob } from '@mortsafe/agent-events';
import type { Decoded } from '../../source.ts';
import { judge } from '../judge.ts';
import type { Workload } from './known.ts';
import { drop, type SensorContext } from './sensor-dialect.ts';
import { ownerOf, watchedFile } from './watched.ts';

/** A process read or wrote a file. */
export interface Touch {
  id: string | undefined;
  time: unknown;
  host: string | undefined;
  path: string;
  wrote: boolean;
  /** It is gone, or called something else. */
  removed: boolean;
  /** What program did it, by its path. */
  program: string;
  /** Whose process it is. */
  actor: Workload | undefined;
}

/** What that means, where policy watches the file. */
export function touchedFile(touch: Touch, context: SensorContext): Decoded[] {
  const { path, actor, wrote } = touch;
  const thing = watchedFile(path, context);
  if (!thing) return drop('a file that nobody watches');
  if (!actor) return drop('a watched file, touched by no agent that is known');
  const agent = ownerOf(thing, path, actor.agent);
  if (agent === undefined) return drop('nobody knows whose a watched file is');
  const about = {
    ...{ id: touch.id, time: touch.time, host: touch.host, agent },
    fleet: thing.fleet ?? actor.fleet,
    by: {
      ...{ kind: 'agent', id: actor.agent },
      ...(actor.instance !== undefined && { instance: actor.instance }),
    },
  };
  const { control, state, readers } = thing;
  if (control !== undefined) {
    if (!wrote) return drop('a watched control that was only read');
    const effect = touch.removed ? 'weakens' : 'unknown';
    const change = `${touch.removed ? 'removed' : 'written'} by ${touch.program}`;
    return [judge({ ...about, type: 'control.modified', control, resource: path, effect, change }, context)];
  }
  if (wrote) return drop('a watched state that was only written');
  const isOwn = agent === actor.agent;
  if (isOwn && readers.some((glob) => matchesGlob(glob, touch.program)))
    return drop('a watched state, read by its own agent as policy says');
  return [judge({ ...about, type: 'state.copied', state, destination: `program:${touch.program}` }, context)];
}
