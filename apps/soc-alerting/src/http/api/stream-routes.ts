import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { fleetsWith } from '../../access/roles.ts';
import type { Announcer } from '../../announcer.ts';
import { concerns, entriesAfter, streamEnds } from '../../stream/stream-log.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, defineRoute, refuse } from './route.ts';

const STREAMS_MAX = 100;
const KEEP_ALIVE_MS = 15_000;
/** A busy incident must not make a page reload without pause. */
const PAUSE_MS = 200;
const AT_ONCE = 500;
/** Then a client comes again, with its `Last-Event-ID`, and shows who it is. */
const OPEN_MS_MAX = 10 * 60_000;
const LAST_EVENT_ID = /^\d{1,15}$/;

interface Listener {
  fleets: readonly string[];
  /** The entry that was told last; undefined begins with the newest. */
  after: number | undefined;
}

/** What changes, as it changes: one SSE stream for all of it. */
export function streamRoutes(parts: ApiParts): ApiRoute[] {
  let open = 0;
  return [
    defineRoute({
      ...{ method: 'get', path: '/stream', tag: 'stream', role: 'viewer' },
      summary: 'Server-sent events: what changed, by kind and id; read what it is now by its address',
      headers: {
        'Last-Event-ID':
          'Goes on behind that event. Where too much came since, `reset` says: read everything anew.',
      },
      answers: { 200: { type: 'text/event-stream' } },
      handle({ caller, context }) {
        // What answers HEAD has no body, and a stream that nobody reads would never end.
        if (context.req.method === 'HEAD')
          return context.body(null, 200, { 'content-type': 'text/event-stream' });
        if (open >= STREAMS_MAX) return refuse(503, 'too many streams');
        const last = context.req.header('last-event-id') ?? '';
        const listener = {
          fleets: fleetsWith(caller.grants, 'viewer'),
          after: LAST_EVENT_ID.test(last) ? Number(last) : undefined,
        };
        open += 1;
        return streamSSE(context, async (stream) => {
          try {
            await tell(stream, parts, listener);
          } finally {
            open -= 1;
          }
        });
      },
    }),
  ];
}

/** Each write waits until the one before was taken: a slow client is behind in the log, and fills no memory. */
async function tell(stream: SSEStreamingApi, parts: ApiParts, { fleets, after }: Listener): Promise<void> {
  const { database, now } = parts;
  const bell = bellOf([parts.announcer, parts.published], stream);
  const until = now() + OPEN_MS_MAX;
  try {
    // Headers alone may wait in a buffer; a browser takes the stream for open once something comes.
    await stream.write(': open\n\n');
    const ends = await streamEnds(database);
    let told = after ?? ends.newest;
    if (told < ends.oldest - 1 || told > ends.newest) {
      told = ends.newest;
      await stream.writeSSE({ event: 'reset', data: '{}', id: String(told) });
    }
    while (!stream.aborted && !stream.closed && now() < until) {
      const rung = bell.take();
      const entries = await entriesAfter(database, told, AT_ONCE);
      const heard = entries.filter((entry) => concerns(entry, fleets));
      for (const { kind, about, at, sequence } of heard) {
        await stream.writeSSE({ event: kind, data: JSON.stringify({ id: about, at }), id: String(sequence) });
      }
      told = entries.at(-1)?.sequence ?? told;
      // What has no entry of its own changes for whoever sees everything.
      if (heard.length > 0 || (rung && fleets.includes('*')))
        await stream.writeSSE({ event: 'changed', data: '' });
      await stream.sleep(PAUSE_MS);
      if (entries.length < AT_ONCE && !(await bell.wait(KEEP_ALIVE_MS)))
        await stream.write(': still here\n\n');
    }
  } finally {
    bell.stop();
  }
}

/** Rings when anybody announces something, and when the client is gone. */
function bellOf(announcers: readonly Announcer[], stream: SSEStreamingApi) {
  let rung = false;
  let wake = (): void => {};
  const ring = (): void => {
    rung = true;
    wake();
  };
  const stops = announcers.map((announcer) => announcer.listen(ring));
  stream.onAbort(ring);
  return {
    take(): boolean {
      const was = rung;
      rung = false;
      return was;
    },
    /** True once it rings; false where it did not for so long. */
    wait: (ms: number): Promise<boolean> =>
      new Promise((resolve) => {
        if (rung) return resolve(true);
        const timer = setTimeout(() => resolve(false), ms);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
    stop: (): void => stops.forEach((stop) => void stop()),
  };
}
