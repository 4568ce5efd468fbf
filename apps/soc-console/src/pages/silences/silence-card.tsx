import type { Silence } from '../../api/generated/schemas.ts';
import { useChange } from '../../api/use-change.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Badge } from '../../ui/badge.tsx';
import { useConfirm } from '../../ui/confirm.tsx';
import { Name } from '../../ui/name.tsx';
import { readable } from '../../ui/readable.ts';
import { durationText, Time, useNow } from '../../ui/time.tsx';
import { ContainedNote } from './contained-note.tsx';
import { fleetMeant } from './covered.ts';
import { HiddenList } from './hidden-list.tsx';

/** One silence: what it is about, why, until when, and what it hides at present. */
export function SilenceCard({ silence }: { silence: Silence }) {
  const { id, matchers, reason, createdBy, createdAt, state, covers, hides = [] } = silence;
  const { run, isBusy } = useChange('post /silences/{id}/expire');
  const confirm = useConfirm();
  const expire = async (): Promise<void> => {
    const isSure = await confirm({
      title: 'End this silence?',
      body: <p>From then on, what it keeps quiet is told: {hidesText(hides.length)} at present.</p>,
      action: 'End it',
    });
    if (isSure) await run({ path: { id } }, 'The silence has ended.');
  };
  return (
    <li className={`silences-card card ${state}`}>
      <Matchers of={matchers} />
      {state !== 'expired' && (
        <ActButton
          role="analyst"
          fleet={fleetMeant(matchers, hides)}
          isSmall
          isBusy={isBusy}
          onClick={() => void expire()}
        >
          End it
          <span className="visually-hidden"> {readable(matchers.join(' '))}</span>
        </ActButton>
      )}
      <p className="silences-why">
        <Name wrap>{reason}</Name>
      </p>
      <p className="soft">
        <Name>{createdBy}</Name>, <Time at={createdAt} /> · <Until silence={silence} />
      </p>
      {state !== 'expired' && covers.length > 0 && <ContainedNote agents={covers} />}
      {state !== 'expired' && <HiddenList incidents={hides} />}
    </li>
  );
}

const hidesText = (count: number): string => (count === 1 ? 'one incident' : `${count} incidents`);

export const Matchers = ({ of }: { of: readonly string[] }) => (
  <p className="silences-matchers">
    {of.map((matcher) => (
      <code key={matcher}>
        <Name wrap>{matcher}</Name>
      </code>
    ))}
  </p>
);

function Until({ silence: { state, startsAt, endsAt, expiredAt, expiredBy } }: { silence: Silence }) {
  const now = useNow();
  if (expiredAt !== null) {
    return (
      <>
        ended <Time at={expiredAt} />
        {expiredBy !== null && (
          <>
            {' '}
            by <Name>{expiredBy}</Name>
          </>
        )}
      </>
    );
  }
  if (state === 'expired') {
    return (
      <>
        ran out <Time at={endsAt} />
      </>
    );
  }
  const [word, at] = state === 'pending' ? (['begins', startsAt] as const) : (['ends', endsAt] as const);
  return (
    <>
      <Badge tone={state === 'active' ? 'info' : 'plain'}>
        {word} in {durationText(Math.max(0, at - now))}
      </Badge>{' '}
      <Time at={at} />
    </>
  );
}
