import { type FormEvent, type ReactNode, useId } from 'react';
import { useMe } from '../api/me.tsx';
import { Dialog } from '../ui/dialog.tsx';

const verdicts = {
  'true-positive': 'True positive: it was what it looked like',
  'false-positive': 'False positive: it was not',
  benign: 'Benign: it was, and it was allowed',
  test: 'Test: it was played',
} as const;
export type Verdict = keyof typeof verdicts;

interface AskProps {
  title: string;
  action: string;
  onClose(): void;
  onSend(form: FormData): void;
  children: ReactNode;
}

function AskDialog({ title, action, onClose, onSend, children }: AskProps) {
  const formId = useId();
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onSend(new FormData(event.currentTarget));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      closeText="Cancel"
      actions={
        <button type="submit" form={formId} className="button primary">
          {action}
        </button>
      }
    >
      <form id={formId} onSubmit={send}>
        {children}
      </form>
    </Dialog>
  );
}

const textIn = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** To resolve it is to say what it was. */
export function ResolveDialog(props: {
  title: string;
  onClose(): void;
  onSend(verdict: Verdict, note: string): void;
}) {
  return (
    <AskDialog
      {...props}
      action="Resolve"
      onSend={(form) => props.onSend(textIn(form, 'verdict') as Verdict, textIn(form, 'note'))}
    >
      <fieldset className="choices">
        <legend>What was it?</legend>
        {Object.entries(verdicts).map(([verdict, says]) => (
          <label key={verdict}>
            <input type="radio" name="verdict" value={verdict} required />
            <span>{says}</span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>
          Note <small>(optional)</small>
        </span>
        <textarea name="note" rows={3} maxLength={10_000} />
      </label>
    </AskDialog>
  );
}

/** Gives it to somebody. */
export function AssignDialog(props: {
  title: string;
  onClose(): void;
  onSend(assignee: string | null): void;
}) {
  const { auditName } = useMe();
  return (
    <AskDialog
      {...props}
      action="Assign"
      onSend={(form) => props.onSend(textIn(form, 'assignee') === '' ? null : textIn(form, 'assignee'))}
    >
      <label className="field">
        <span>To whom</span>
        <input
          name="assignee"
          className="input"
          defaultValue={auditName}
          maxLength={256}
          autoComplete="off"
        />
        <small>Leave it empty to give it back to the queue.</small>
      </label>
    </AskDialog>
  );
}
