import { type ReactNode, useState } from 'react';
import type { AskedOf } from '../api/ask.ts';
import type { IncidentSummary } from '../api/generated/schemas.ts';
import { useMe } from '../api/me.tsx';
import { useChange } from '../api/use-change.ts';
import { useToasts } from '../ui/toasts.tsx';
import { AssignDialog, ResolveDialog } from './change-dialogs.tsx';
import { SilenceDialog } from './silence-dialog.tsx';

type Incidents = readonly IncidentSummary[];
type IncidentChange = AskedOf<'post /incident-changes'>['body']['change'];

export interface Casework {
  isBusy: boolean;
  /** Whether the person may work on all of these. */
  mayWorkOn(incidents: Incidents): boolean;
  acknowledge(incidents: Incidents): Promise<boolean>;
  reopen(incidents: Incidents): Promise<boolean>;
  takeOn(incidents: Incidents): Promise<boolean>;
  change(incidents: Incidents, change: IncidentChange, said: string): Promise<boolean>;
  /** These ask first; their dialogs stand in `dialogs`. */
  assign(incidents: Incidents): void;
  resolve(incidents: Incidents): void;
  silence(incidents: Incidents): void;
  dialogs: ReactNode;
}

/** What people do with incidents, one or many at once. `onDone` hears when something was done. */
export function useCasework(onDone: () => void = () => {}): Casework {
  const [asking, setAsking] = useState<{ what: 'assign' | 'resolve' | 'silence'; about: Incidents }>();
  const { may, auditName } = useMe();
  const { tell } = useToasts();
  const { run, isBusy } = useChange('post /incident-changes');

  async function change(incidents: Incidents, wanted: IncidentChange, said: string): Promise<boolean> {
    if (incidents.length === 0) return false;
    const reply = await run({ body: { incidents: incidents.map(({ id }) => id), change: wanted } });
    if (reply.kind !== 'done') return false;
    const failed = reply.body.outcomes.filter(({ done }) => !done);
    const done = reply.body.outcomes.length - failed.length;
    if (failed.length > 0) tell('bad', `${said}: ${done} done, ${failed.length} not: ${failed[0]?.reason}.`);
    else tell('good', done === 1 ? `${said}.` : `${said}: ${done} incidents.`);
    onDone();
    return failed.length === 0;
  }

  const close = (): void => setAsking(undefined);
  const about = asking?.about ?? [];
  const dialogs = asking && (
    <>
      {asking.what === 'silence' && <SilenceDialog incidents={about} onClose={close} />}
      {asking.what === 'resolve' && (
        <ResolveDialog
          title={`Resolve ${countOf(about)}`}
          onClose={close}
          onSend={(verdict, note) => {
            close();
            void change(about, { status: 'resolved', verdict, ...(note !== '' && { note }) }, 'Resolved');
          }}
        />
      )}
      {asking.what === 'assign' && (
        <AssignDialog
          title={`Assign ${countOf(about)}`}
          onClose={close}
          onSend={(assignee) => {
            close();
            void change(about, { assignee }, assignee === null ? 'Given back' : 'Assigned');
          }}
        />
      )}
    </>
  );

  return {
    isBusy,
    mayWorkOn: (incidents) =>
      incidents.every(({ fleet, fleets }) => [fleet, ...fleets].every((one) => may('analyst', one))),
    change,
    acknowledge: (incidents) => change(incidents, { status: 'acknowledged' }, 'Acknowledged'),
    reopen: (incidents) => change(incidents, { status: 'open' }, 'Opened again'),
    takeOn: (incidents) => change(incidents, { assignee: auditName }, 'Yours'),
    assign: (incidents) => incidents.length > 0 && setAsking({ what: 'assign', about: incidents }),
    resolve: (incidents) => incidents.length > 0 && setAsking({ what: 'resolve', about: incidents }),
    silence: (incidents) => incidents.length > 0 && setAsking({ what: 'silence', about: incidents }),
    dialogs,
  };
}

const countOf = ({ length }: Incidents): string => (length === 1 ? 'the incident' : `${length} incidents`);
