import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { goTo } from '../api/fresh-step.tsx';
import { useMe } from '../api/me.tsx';
import { refusalOf } from '../api/reply.ts';
import { useApi } from '../api/use-api.ts';
import { useChange } from '../api/use-change.ts';
import { ShortcutHelp } from '../keys/shortcut-help.tsx';
import { useShortcuts } from '../keys/shortcuts.tsx';
import { useLive } from '../live/live.tsx';
import { Name } from '../ui/name.tsx';
import { Page } from '../ui/page.tsx';
import { RefusalState } from '../ui/states.tsx';
import { pages } from './pages.ts';
import { ThemeSwitch } from './theme-switch.tsx';

/** What stands around every page. */
export function Shell() {
  const navigate = useNavigate();
  useShortcuts(
    pages.map(({ to, title, key }) => ({
      keys: `g ${key}`,
      says: `go to ${title}`,
      run: () => void navigate({ to }),
    })),
  );
  const who = useApi('get /me', {});
  const isOut = who.error !== null && refusalOf(who.error).why === 'signed-out';
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="topbar">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" width="22" height="22" /> mortsafe
        </Link>
        <LiveBadge />
        <span className="grow" />
        <ShortcutHelp />
        <ThemeSwitch />
        <Person />
      </header>
      <nav className="nav" aria-label="Pages">
        {pages.map(({ to, title, icon }) => (
          <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <path d={icon} />
            </svg>
            {title}
          </Link>
        ))}
      </nav>
      <main id="main" tabIndex={-1}>
        {isOut ? (
          <Page title="Sign in">
            <RefusalState refusal={refusalOf(who.error)} />
          </Page>
        ) : (
          <Outlet />
        )}
      </main>
    </div>
  );
}

const liveWords = { connecting: 'connecting …', live: 'live', away: 'offline: trying again' } as const;

function LiveBadge() {
  const state = useLive();
  return (
    <span className={`live ${state}`} role="status">
      {liveWords[state]}
    </span>
  );
}

function Person() {
  const me = useMe();
  const signOut = useChange('post /sign-out');
  if (me.name === '') return null;
  const leave = async (): Promise<void> => {
    const reply = await signOut.run({});
    if (reply.kind === 'done') goTo('/');
  };
  return (
    <span className="person">
      <Name>{me.name}</Name>
      {!me.mayAnywhere('analyst') && <span className="badge plain">read-only</span>}
      <button type="button" className="button quiet small" onClick={leave}>
        Sign out
      </button>
    </span>
  );
}
