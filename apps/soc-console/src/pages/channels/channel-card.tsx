import { useState } from 'react';
import type { BodyOf } from '../../api/ask.ts';
import { refusalText, useChange } from '../../api/use-change.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Badge } from '../../ui/badge.tsx';
import { useConfirm } from '../../ui/confirm.tsx';
import { Name } from '../../ui/name.tsx';
import { Time } from '../../ui/time.tsx';

type Channel = BodyOf<'get /channels'>['channels'][number];
type Outcome = { at: number; tone: 'good' | 'bad'; word: string; says: string };

const outcomes = {
  delivered: { tone: 'good', word: 'delivered', says: 'The sample was taken.' },
  retry: { tone: 'bad', word: 'not delivered', says: 'It would be tried again' },
  rejected: { tone: 'bad', word: 'rejected', says: 'Trying again would change nothing' },
} as const;

export interface ChannelCardProps {
  channel: Channel;
  /** Dead letters of it that the person may see. */
  undelivered: number;
}

/** One channel: whether it wakes people, what it could not deliver, and what came of trying it. */
export function ChannelCard({ channel: { name, wakesPeople }, undelivered }: ChannelCardProps) {
  const confirm = useConfirm();
  const { run, isBusy } = useChange('post /channels/{name}/test');
  const [outcome, setOutcome] = useState<Outcome>();

  const test = async (): Promise<void> => {
    if (wakesPeople) {
      const isSure = await confirm({
        title: 'Wake somebody?',
        body: (
          <p>
            <Name>{name}</Name> calls people. They will be called about a sample, which says that it is one.
          </p>
        ),
        action: 'Send the sample',
        isDangerous: true,
      });
      if (!isSure) return;
    }
    setOutcome(undefined);
    const reply = await run({ path: { name } });
    if (reply.kind === 'refused') {
      setOutcome({ at: Date.now(), tone: 'bad', word: 'not sent', says: refusalText(reply) });
    }
    if (reply.kind !== 'done') return;
    const { status, reason } = reply.body;
    const { tone, word, says } = outcomes[status];
    setOutcome({ at: Date.now(), tone, word, says: reason === undefined ? says : `${says}: ${reason}.` });
  };

  return (
    <li className="channels-card card">
      <h2>
        <Name>{name}</Name>
      </h2>
      <p className="channels-state">
        {undelivered > 0 ? (
          <Badge tone="bad">{undelivered} undelivered</Badge>
        ) : (
          <Badge tone="good">nothing undelivered</Badge>
        )}
        {wakesPeople && <Badge tone="warn">wakes people</Badge>}
      </p>
      <ActButton role="admin" fleet={null} isSmall isBusy={isBusy} onClick={() => void test()}>
        {isBusy ? 'Trying …' : 'Test'}
        <span className="visually-hidden"> {name}</span>
      </ActButton>
      <p className="channels-outcome" role="status">
        {outcome && (
          <>
            <Badge tone={outcome.tone}>{outcome.word}</Badge> <Name wrap>{outcome.says}</Name>{' '}
            <small>
              <Time at={outcome.at} />
            </small>
          </>
        )}
      </p>
    </li>
  );
}
