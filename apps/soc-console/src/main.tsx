import './styles/index.css';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { FreshStepProvider, returnAddress } from './api/fresh-step.tsx';
import { MeProvider } from './api/me.tsx';
import { refusalOf } from './api/reply.ts';
import { router } from './app/router.tsx';
import { applyKeptTheme } from './app/theme-switch.tsx';
import { ShortcutProvider } from './keys/shortcuts.tsx';
import { goesOnUntold } from './live/changes.ts';
import { LiveProvider } from './live/live.tsx';
import { ConfirmProvider } from './ui/confirm.tsx';
import { ToastProvider } from './ui/toasts.tsx';

const TRIES_MAX = 3;
const UNTOLD_MS = 10_000;
/** The stream says what changed; this is for what it cannot say. */
const STALE_MS = 30_000;
const passing = ['offline', 'failed', 'too-often'];

/** Whoever is told that they are signed out finds the door in place of the page. */
const cache = new QueryCache({
  onError(error, { queryKey: [operation] }) {
    if (refusalOf(error).why !== 'signed-out' || operation === 'get /me') return;
    void queries.invalidateQueries({ queryKey: ['get /me'] });
  },
});

const queries = new QueryClient({
  queryCache: cache,
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      retry: (tries, error) => tries < TRIES_MAX && passing.includes(refusalOf(error).why),
      retryDelay: (tries, error) => (refusalOf(error).retryAfterS ?? 2 ** tries) * 1_000,
      networkMode: 'always',
      refetchInterval: ({ queryKey: [operation, , kind] }) =>
        kind === undefined && goesOnUntold(operation) ? UNTOLD_MS : false,
    },
  },
});

applyKeptTheme();
const address = returnAddress();
if (address !== undefined) history.replaceState(null, '', address);

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <ToastProvider>
          <FreshStepProvider>
            <ConfirmProvider>
              <MeProvider>
                <ShortcutProvider>
                  <LiveProvider>
                    <RouterProvider router={router} />
                  </LiveProvider>
                </ShortcutProvider>
              </MeProvider>
            </ConfirmProvider>
          </FreshStepProvider>
        </ToastProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
