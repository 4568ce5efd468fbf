import { useState } from 'react';
import type { BodyOf } from '../../api/ask.ts';
import { useChange } from '../../api/use-change.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { cursorKeys, useCursor } from '../../keys/use-cursor.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { useConfirm } from '../../ui/confirm.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useToasts } from '../../ui/toasts.tsx';
import { letterColumns } from './letter-columns.tsx';

export type DeadLetter = BodyOf<'get /dead-letters'>['deadLetters'][number];

const keyOf = ({ id }: DeadLetter): string => id;

/** Messages that no try delivered, and a way to send them again: those that are ticked, or all. */
export function DeadLetters({ letters }: { letters: readonly DeadLetter[] }) {
  const confirm = useConfirm();
  const { tell } = useToasts();
  const { run, isBusy } = useChange('post /dead-letters/resend');
  const cursor = useCursor(letters, keyOf);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const chosen = letters.filter(({ id }) => ticked.has(id));

  const tick = (id: string): void =>
    setTicked((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    );
  const resend = async (wanted: readonly DeadLetter[]): Promise<void> => {
    const ids = wanted.map(({ id }) => id);
    const isSure =
      ids.length === 1 ||
      (await confirm({
        title: `Send ${ids.length} messages again?`,
        body: <p>They say what they said then, and get as many tries as new ones.</p>,
        action: 'Send again',
      }));
    if (!isSure) return;
    const reply = await run({ body: { ids } });
    if (reply.kind !== 'done') return;
    const sent = reply.body.resent.length;
    if (sent === 0) tell('bad', 'None of them waits any more: somebody was faster.');
    else tell('good', sent === 1 ? 'It is being sent again.' : `${sent} messages are being sent again.`);
    setTicked(new Set());
  };

  useShortcuts([
    ...cursorKeys(cursor, 'message'),
    { keys: 'x', says: 'tick the message', run: () => cursor.row && tick(cursor.row.id) },
  ]);

  return (
    <section className="channels-letters" aria-labelledby="channels-letters-title">
      <header>
        <h2 id="channels-letters-title">
          Undelivered <small className="soft">{letters.length}</small>
        </h2>
        {letters.length > 0 && (
          <ActButton
            role="admin"
            fleet={null}
            isSmall
            isBusy={isBusy}
            onClick={() => void resend(chosen.length > 0 ? chosen : letters)}
          >
            {chosen.length > 0 ? `Send ${chosen.length} again` : 'Send all again'}
          </ActButton>
        )}
      </header>
      {letters.length === 0 ? (
        <div className="card">
          <EmptyState title="Every message arrived">
            What no try delivers stands here, until somebody sends it again.
          </EmptyState>
        </div>
      ) : (
        <RowTable
          label="Undelivered messages"
          rows={letters}
          columns={letterColumns({ ticked, tick, resend: (one) => void resend([one]), isBusy })}
          keyOf={keyOf}
          {...cursor.table}
          rowHeight={52}
        />
      )}
    </section>
  );
}
