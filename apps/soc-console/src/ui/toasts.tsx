import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';

export type ToastKind = 'good' | 'bad' | 'unsure' | 'info';
interface Toast {
  id: number;
  kind: ToastKind;
  text: string;
}

const SHOWN_MS = 6_000;
const SHOWN_MAX = 4;
const ToastContext = createContext<{ tell(kind: ToastKind, text: string): void }>({ tell: () => {} });
export const useToasts = () => useContext(ToastContext);

const words: Readonly<Record<ToastKind, string>> = {
  good: 'Done',
  bad: 'Not done',
  unsure: 'Not known',
  info: 'Waits',
};

/** Short news at the edge. What failed stays until it is closed. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(1);
  const element = useRef<HTMLDivElement>(null);
  const close = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  const tell = useCallback(
    (kind: ToastKind, text: string) => {
      const id = next.current++;
      setToasts((all) => [...all.slice(1 - SHOWN_MAX), { id, kind, text }]);
      if (kind === 'good') setTimeout(() => close(id), SHOWN_MS);
    },
    [close],
  );
  // Above a dialog that opened since: what failed is told while the dialog stays.
  useLayoutEffect(() => {
    element.current?.togglePopover(false);
    element.current?.togglePopover(true);
  }, [toasts]);
  const value = useMemo(() => ({ tell }), [tell]);
  return (
    <ToastContext value={value}>
      {children}
      <div ref={element} popover="manual" className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, kind, text }) => (
          <div key={id} className={`toast ${kind}`}>
            <span>
              <b>{words[kind]}</b> {text}
            </span>
            <button type="button" className="button quiet small" aria-label="Close" onClick={() => close(id)}>
              ✕
            </button>
          </div>
        ))}
      </div>
    </ToastContext>
  );
}
