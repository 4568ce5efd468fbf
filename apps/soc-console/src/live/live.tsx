import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { Changes, changeKinds } from './changes.ts';
import { createPacer } from './pacer.ts';
import { refresh } from './refresh.ts';

/** `live`: what is shown is what is. `away`: the browser tries to reach the stream again by itself. */
export type LiveState = 'connecting' | 'live' | 'away';

const LiveContext = createContext<LiveState>('connecting');
export const useLive = (): LiveState => useContext(LiveContext);

const TRY_AGAIN_MS = 3_000;

/** One stream for the whole console: whatever it tells of is read anew where it is shown. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => follow(client, setState), [client]);
  return <LiveContext value={state}>{children}</LiveContext>;
}

function follow(client: QueryClient, tell: (state: LiveState) => void): () => void {
  let changes = new Changes();
  let wasAway = false;
  const ring = createPacer(() => {
    const told = changes;
    changes = new Changes();
    if (!told.isEmpty) void refresh(client, told);
  });
  let stream: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    stream = new EventSource('/api/v1/stream');
    stream.addEventListener('open', () => {
      // A browser that only reconnected says where it was; one that had to begin anew heard nothing meanwhile.
      if (wasAway) {
        changes.add('reset');
        ring();
      }
      wasAway = false;
      tell('live');
    });
    stream.addEventListener('error', () => {
      tell('away');
      // Where the answer was a refusal, the browser gives up; we do not.
      if (stream?.readyState !== EventSource.CLOSED) return;
      wasAway = true;
      retry = setTimeout(open, TRY_AGAIN_MS);
    });
    for (const kind of changeKinds) {
      stream.addEventListener(kind, (event) => {
        changes.add(kind, idIn((event as MessageEvent<string>).data));
        ring();
      });
    }
  };
  const close = (): void => {
    clearTimeout(retry);
    stream?.close();
  };
  // Going back, the browser may show the page as it left it, with a stream that is closed.
  const onShow = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted) return;
    wasAway = true;
    tell('connecting');
    open();
  };
  open();
  addEventListener('pagehide', close);
  addEventListener('pageshow', onShow);
  return () => {
    removeEventListener('pagehide', close);
    removeEventListener('pageshow', onShow);
    close();
  };
}

function idIn(text: string): string | undefined {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === 'object' && said !== null && 'id' in said ? String(said.id) : undefined;
  } catch {
    return undefined;
  }
}
