import { type FormEvent, useId, useState } from 'react';
import type { IncidentSummary } from '../api/generated/schemas.ts';
import { useChange } from '../api/use-change.ts';
import { Dialog } from '../ui/dialog.tsx';
import { matcherOf } from '../ui/matchers.ts';
import { readable } from '../ui/readable.ts';

const HOUR_MS = 3_600_000;
const durations: readonly (readonly [string, number])[] = [
  ['1 hour', HOUR_MS],
  ['4 hours', 4 * HOUR_MS],
  ['1 day', 24 * HOUR_MS],
  ['7 days', 168 * HOUR_MS],
];

/** What a silence for one incident could be about, the narrowest first. */
export function silenceChoices({
  id,
  fleet,
  subject,
  rules,
}: IncidentSummary): { label: string; matchers: string[] }[] {
  const inFleet = matcherOf('fleet', '=', fleet);
  const [rule] = rules;
  return [
    { label: 'this incident', matchers: [matcherOf('incident', '=', id)] },
    ...(subject === null
      ? []
      : [{ label: 'this agent', matchers: [inFleet, matcherOf('agent', '=', subject)] }]),
    ...(rule === undefined
      ? []
      : [{ label: 'this rule in this fleet', matchers: [inFleet, matcherOf('rule', '=', rule)] }]),
  ];
}

/** Asks for how long and why, and silences each of the incidents, or more where there is one. */
export function SilenceDialog({
  incidents,
  onClose,
}: {
  incidents: readonly IncidentSummary[];
  onClose(): void;
}) {
  const formId = useId();
  const change = useChange('post /silences');
  const [only] = incidents;
  const choices = incidents.length === 1 && only ? silenceChoices(only) : [];
  const [chosen, setChosen] = useState(0);

  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const reason = String(form.get('reason') ?? '').trim();
    const forMs = Number(form.get('for'));
    const wanted =
      choices.length > 0
        ? [choices[chosen]?.matchers ?? []]
        : incidents.map(({ id }) => [matcherOf('incident', '=', id)]);
    for (const [index, matchers] of wanted.entries()) {
      const isLast = index === wanted.length - 1;
      const reply = await change.run({ body: { matchers, reason, forMs } }, isLast ? 'Silenced.' : undefined);
      if (reply.kind !== 'done') return;
    }
    onClose();
  };

  return (
    <Dialog
      title={incidents.length === 1 ? 'Silence' : `Silence ${incidents.length} incidents`}
      onClose={onClose}
      closeText="Cancel"
      actions={
        <button type="submit" form={formId} className="button primary" disabled={change.isBusy}>
          Silence
        </button>
      }
    >
      <p className="soft">
        Nobody is told of it meanwhile. It stays in the queue, and a silence over a contained agent is itself
        told.
      </p>
      <form id={formId} onSubmit={send}>
        {choices.length > 0 && (
          <fieldset className="choices">
            <legend>About</legend>
            {choices.map(({ label, matchers }, index) => (
              <label key={label}>
                <input
                  type="radio"
                  name="about"
                  checked={index === chosen}
                  onChange={() => setChosen(index)}
                />
                <span>
                  {label} <code>{readable(matchers.join(' '))}</code>
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <label className="field">
          <span>For</span>
          <select name="for" className="select" defaultValue={4 * HOUR_MS}>
            {durations.map(([label, ms]) => (
              <option key={ms} value={ms}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>Reason</span>
          <textarea name="reason" rows={2} maxLength={500} required />
        </label>
      </form>
    </Dialog>
  );
}
