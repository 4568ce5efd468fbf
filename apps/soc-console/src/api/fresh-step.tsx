import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';

const RETURN_TO = 'mortsafe.return-to';
const FreshStepContext = createContext<() => void>(() => {});

/** Asks the person to show again who they are, and brings them back to where they were. */
export function FreshStepProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const open = useCallback(() => setOpen(true), []);
  return (
    <FreshStepContext value={open}>
      {children}
      {isOpen && (
        <Dialog
          title="Show again who you are"
          onClose={() => setOpen(false)}
          actions={
            <button type="button" className="button primary" onClick={() => goTo('/sign-in?fresh')}>
              Go to sign-in
            </button>
          }
        >
          <p>This lets an agent off. It needs a step of yours within the last five minutes.</p>
          <p>You come back to this page afterwards, and can do it then. Nothing was changed.</p>
        </Dialog>
      )}
    </FreshStepContext>
  );
}

export const useFreshStep = (): (() => void) => useContext(FreshStepContext);

/** Leaves for a page of the server, and remembers where the person was. */
export function goTo(address: string): void {
  sessionStorage.setItem(RETURN_TO, location.pathname + location.search);
  location.assign(address);
}

/** Where the person was before they left to sign in; once. Only a path of our own is one. */
export function returnAddress(): string | undefined {
  const kept = sessionStorage.getItem(RETURN_TO) ?? '';
  sessionStorage.removeItem(RETURN_TO);
  return /^\/(?![/\\])/.test(kept) ? kept : undefined;
}
