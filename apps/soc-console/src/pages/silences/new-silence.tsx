import { type FormEvent, useId, useState } from 'react';
import { useMe } from '../../api/me.tsx';
import { refusalText, useChange } from '../../api/use-change.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { MatcherBar } from '../../ui/matcher-bar.tsx';
import { Name } from '../../ui/name.tsx';
import { endChoices, forMsOf, inputTime, SILENCE_MS_MAX } from './silence-end.ts';
import { SilencePreview } from './silence-preview.tsx';

const PROBLEM_ID = 'silences-problem';

/** Asks what it is about, shows what that would hide, and asks until when and why. */
export function NewSilence({ given, onClose }: { given: readonly string[]; onClose(): void }) {
  const formId = useId();
  const { auditName } = useMe();
  const { run, isBusy } = useChange('post /silences');
  const [matchers, setMatchers] = useState(given);
  const [ends, setEnds] = useState<string>(endChoices[1].value);
  const [problem, setProblem] = useState('');

  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const forMs = forMsOf(ends, String(form.get('until') ?? ''), Date.now());
    if (matchers.length === 0) return setProblem('Say what it is about: add at least one matcher, by Enter.');
    if (forMs === undefined) return setProblem('It ends at least a minute and at most 30 days from now.');
    const reason = String(form.get('reason') ?? '').trim();
    const reply = await run({ body: { matchers, reason, forMs } }, 'Silenced.');
    if (reply.kind === 'refused') setProblem(refusalText(reply));
    if (reply.kind === 'done') onClose();
  };

  return (
    <Dialog
      title="New silence"
      onClose={onClose}
      closeText="Cancel"
      actions={
        <button type="submit" form={formId} className="button primary" disabled={isBusy}>
          Silence
        </button>
      }
    >
      <p className="soft">
        Nobody is told meanwhile of what all of these hold for. It stays in the queue, and in the audit trail
        under <Name>{auditName}</Name>.
      </p>
      <MatcherBar
        matchers={matchers}
        onChange={(changed) => {
          setProblem('');
          setMatchers(changed);
        }}
      />
      {matchers.length === 0 ? (
        <p className="silences-preview soft">
          Add what it is about, like fleet=checkout or rule=~telemetry-.*, and see here what it would hide.
        </p>
      ) : (
        <SilencePreview matchers={matchers} />
      )}
      <form id={formId} onSubmit={(event) => void send(event)}>
        <EndFields ends={ends} onChange={setEnds} />
        <label className="field">
          <span>Reason</span>
          <textarea name="reason" rows={2} maxLength={1_000} required aria-describedby={PROBLEM_ID} />
        </label>
      </form>
      <p id={PROBLEM_ID} className="problem" role="alert">
        {problem}
      </p>
    </Dialog>
  );
}

/** One of the usual ends, or a time of one's own. */
function EndFields({ ends, onChange }: { ends: string; onChange(ends: string): void }) {
  const now = Date.now();
  return (
    <>
      <label className="field">
        <span>Ends</span>
        <select className="select" value={ends} onChange={({ target }) => onChange(target.value)}>
          {endChoices.map(({ value, title }) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
          <option value="at">at a time of my choice …</option>
        </select>
      </label>
      {ends === 'at' && (
        <label className="field">
          <span>
            When <small>(local time, at most 30 days from now)</small>
          </span>
          <input
            type="datetime-local"
            name="until"
            className="input"
            required
            min={inputTime(now + 60_000)}
            max={inputTime(now + SILENCE_MS_MAX)}
          />
        </label>
      )}
    </>
  );
}
