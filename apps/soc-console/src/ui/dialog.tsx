import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';

export interface DialogProps {
  title: string;
  onClose(): void;
  children: ReactNode;
  /** Buttons at the end, beside the one that closes. */
  actions?: ReactNode;
  /** Default `Close`. */
  closeText?: string;
}

/** The browser's own dialog: it keeps the focus, closes by Escape, and gives the focus back. Show it to open it. */
export function Dialog({ title, onClose, children, actions, closeText = 'Close' }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before anybody can press a key that would still reach the page.
  useLayoutEffect(() => {
    const before = document.activeElement;
    if (!element.current?.open) element.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={element} className="dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      <div className="dialog-body">{children}</div>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => element.current?.close()}>
          {closeText}
        </button>
        {actions}
      </div>
    </dialog>
  );
}
