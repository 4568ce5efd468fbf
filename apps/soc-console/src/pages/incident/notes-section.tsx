import { type FormEvent, useRef } from 'react';
import type { Incident } from '../../api/generated/schemas.ts';
import { personOf } from '../../casework/person-of.ts';
import { useCasework } from '../../casework/use-casework.tsx';
import { Name } from '../../ui/name.tsx';
import { Time } from '../../ui/time.tsx';
import type { IncidentBody } from './incident-page.tsx';

/** What people wrote about it. */
export function NotesSection({ incident, notes }: { incident: Incident; notes: IncidentBody['notes'] }) {
  const casework = useCasework();
  const field = useRef<HTMLTextAreaElement>(null);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const note = field.current?.value.trim() ?? '';
    if (note === '') return;
    const isDone = await casework.change([incident], { note }, 'Noted');
    // What could not be stored stays, to be sent again.
    if (isDone && field.current) field.current.value = '';
  };
  return (
    <section className="card incident-notes">
      <h2>Notes</h2>
      {notes.length === 0 && <p className="soft">None yet.</p>}
      <ul>
        {notes.map(({ id, at, by, body }) => (
          <li key={id}>
            <p className="soft">
              <Name>{personOf(by)}</Name> <Time at={at} />
            </p>
            {body.split('\n').map((line, index) => (
              // The lines of a note neither move nor change.
              <p key={index} className="incident-note">
                {line !== '' && <Name wrap>{line}</Name>}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {casework.mayWorkOn([incident]) && (
        <form onSubmit={add}>
          <label className="field">
            <span className="visually-hidden">New note</span>
            <textarea ref={field} rows={2} maxLength={10_000} placeholder="What you found, or did" />
          </label>
          <button type="submit" className="button small" disabled={casework.isBusy}>
            Add the note
          </button>
        </form>
      )}
    </section>
  );
}
