import { useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { type Shortcut, useShortcutRegistry, useShortcuts } from './shortcuts.tsx';

/** `?` shows which keys work here. */
export function ShortcutHelp() {
  const registry = useShortcutRegistry();
  const [shown, setShown] = useState<readonly Shortcut[]>();
  const show = () => setShown(registry.all());
  useShortcuts([{ keys: '?', says: 'these keys', run: show }]);
  return (
    <>
      <button type="button" className="button quiet only-wide" onClick={show}>
        Keys <kbd>?</kbd>
      </button>
      {shown && (
        <Dialog title="Keys" onClose={() => setShown(undefined)}>
          <dl className="shortcuts">
            {shown.map(({ keys, says }) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{says}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}
