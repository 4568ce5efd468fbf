import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { flushSync } from 'react-dom';

/** A key, or two after one another (`g q`), and what it does here. */
export interface Shortcut {
  keys: string;
  /** What the help says. */
  says: string;
  run(): void;
}

interface Registry {
  add(shortcuts: readonly Shortcut[]): () => void;
  /** In force now: what was registered last comes first. */
  all(): Shortcut[];
}

const SEQUENCE_MS = 1_200;
const ShortcutContext = createContext<Registry>({ add: () => () => {}, all: () => [] });

export function ShortcutProvider({ children }: { children: ReactNode }) {
  const registry = useMemo(createRegistry, []);
  useEffect(() => listen(registry), [registry]);
  return <ShortcutContext value={registry}>{children}</ShortcutContext>;
}

export const useShortcutRegistry = (): Registry => useContext(ShortcutContext);

/** Keys that work while the component is shown. They rest while a field has the focus or a dialog is open. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const registry = useShortcutRegistry();
  const newest = useRef(shortcuts);
  // With what is on the screen, and not a moment after it.
  useLayoutEffect(() => {
    newest.current = shortcuts;
  });
  // Only what they are registers anew: the functions behind them may be new at each paint.
  const keys = shortcuts.map(({ keys, says }) => `${keys} ${says}`).join('\n');
  useLayoutEffect(
    () =>
      registry.add(newest.current.map((one, index) => ({ ...one, run: () => newest.current[index]?.run() }))),
    [registry, keys],
  );
}

function createRegistry(): Registry {
  const groups = new Set<readonly Shortcut[]>();
  return {
    add(shortcuts) {
      groups.add(shortcuts);
      return () => groups.delete(shortcuts);
    },
    all: () => [...groups].reverse().flat(),
  };
}

function listen(registry: Registry): () => void {
  let begun = '';
  let begunAt = 0;
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (document.querySelector('dialog[open]')) return;
    const isLate = event.timeStamp - begunAt > SEQUENCE_MS;
    const pressed = nameOf(event);
    const typed = begun !== '' && !isLate ? `${begun} ${pressed}` : pressed;
    const all = registry.all();
    const found = all.find(({ keys }) => keys === typed);
    begun = !found && all.some(({ keys }) => keys.startsWith(`${typed} `)) ? typed : '';
    begunAt = event.timeStamp;
    if (!found) return;
    event.preventDefault();
    // The next key acts on what this one made of the page, however fast it follows.
    flushSync(() => found.run());
  };
  addEventListener('keydown', onKey);
  return () => removeEventListener('keydown', onKey);
}

const nameOf = ({ key }: KeyboardEvent): string =>
  key === ' ' ? 'space' : key.length === 1 ? key : key.toLowerCase();

function isTyping({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('input:not([type=checkbox]), textarea, select')) return true;
  // Enter and space belong to what has the focus.
  return (key === 'Enter' || key === ' ') && target.closest('a, button, summary, input') !== null;
}
