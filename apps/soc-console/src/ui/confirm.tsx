import {
  createContext,
  type FormEvent,
  type ReactNode,
  useCallback,
  useContext,
  useId,
  useState,
} from 'react';
import { Dialog } from './dialog.tsx';

/** What a person is asked before something happens that others feel. */
export interface Question {
  title: string;
  /** What will happen, and to whom. */
  body: ReactNode;
  /** What the button says: `Kill worker-3`. */
  action: string;
  isDangerous?: boolean;
  /** Whether to ask why. Default `none`. */
  reason?: 'none' | 'optional' | 'required';
  /** Over the field. Default `Reason`. */
  reasonLabel?: string;
  reasonCharsMax?: number;
}

export interface Consent {
  /** Empty where none was given. */
  reason: string;
}

type AskPerson = (question: Question) => Promise<Consent | undefined>;
const ConfirmContext = createContext<AskPerson>(async () => undefined);

/**
 * Asks first: resolves to the reason, or to undefined where the person thought better of it.
 *
 * @example
 * const consent = await confirm({ title: 'Kill worker-3?', body: …, action: 'Kill', isDangerous: true });
 * if (consent) await kill.run(…);
 */
export const useConfirm = (): AskPerson => useContext(ConfirmContext);

interface Asked extends Question {
  settle(consent: Consent | undefined): void;
}

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const confirm = useCallback<AskPerson>(
    (question) =>
      new Promise((resolve) => {
        setAsked({
          ...question,
          settle(consent) {
            setAsked(undefined);
            resolve(consent);
          },
        });
      }),
    [],
  );
  return (
    <ConfirmContext value={confirm}>
      {children}
      {asked && <QuestionDialog {...asked} />}
    </ConfirmContext>
  );
}

function QuestionDialog({ title, body, action, isDangerous, reason = 'none', settle, ...about }: Asked) {
  const formId = useId();
  const { reasonLabel = 'Reason', reasonCharsMax = 1_000 } = about;
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem('reason');
    const given = field instanceof HTMLTextAreaElement ? field.value.trim() : '';
    // Blanks are no reason; the browser says so itself of an empty field.
    if (field instanceof HTMLTextAreaElement) field.value = given;
    if (event.currentTarget.reportValidity()) settle({ reason: given });
  };
  return (
    <Dialog
      title={title}
      onClose={() => settle(undefined)}
      closeText="Cancel"
      actions={
        <button type="submit" form={formId} className={`button ${isDangerous ? 'danger' : 'primary'}`}>
          {action}
        </button>
      }
    >
      {body}
      <form id={formId} onSubmit={send}>
        {reason !== 'none' && (
          <label className="field">
            <span>
              {reasonLabel} {reason === 'optional' && <small>(optional)</small>}
            </span>
            <textarea name="reason" rows={3} maxLength={reasonCharsMax} required={reason === 'required'} />
          </label>
        )}
      </form>
    </Dialog>
  );
}
