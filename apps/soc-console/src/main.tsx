import './styles/index.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { FreshStepProvider, returnAddress } from './api/fresh-step.tsx';
import { MeProvider } from './api/me.tsx';
import { refusalOf } from './api/reply.ts';
import { router } from './app/router.tsx';
import { applyKeptTheme } from './app/theme-switch.tsx';
import { ShortcutProvider } from './keys/shortcuts.tsx';
import { LiveProvider } from './live/live.tsx';
import { ConfirmProvider } from './ui/confirm.tsx';
import { ToastProvider } from './ui/toasts.tsx';

const TRIES_MAX = 3;
/** The stream says what changed; this is for what it cannot say. */
const STALE_MS = 30_000;
const passing = ['offline', 'failed', 'too-often'];

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: STALE_MS,
      retry: (tries, error) => tries < TRIES_MAX && passing.includes(refusalOf(error).why),
      retryDelay: (tries, error) => (refusalOf(error).retryAfterS ?? 2 ** tries) * 1_000,
      networkMode: 'always',
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
