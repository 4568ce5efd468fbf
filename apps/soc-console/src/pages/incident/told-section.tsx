import type { Message } from '../../api/generated/schemas.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import { Time } from '../../ui/time.tsx';

const tones: Readonly<Record<string, Tone>> = { delivered: 'good', dead: 'bad', pending: 'warn' };

/** Who was told of it, by which channel, and how that went. */
export const ToldSection = ({ messages }: { messages: readonly Message[] }) => (
  <section className="card">
    <h2>Who was told</h2>
    {messages.length === 0 ? (
      <p className="soft">No channel wanted to hear of it.</p>
    ) : (
      <ul className="incident-told">
        {messages.map(({ id, channel, state, changes, createdAt, settledAt, reason }) => (
          <li key={id}>
            <Name>{channel}</Name>{' '}
            <Badge tone={tones[state] ?? 'plain'}>{state === 'dead' ? 'given up' : state}</Badge>{' '}
            <Time at={settledAt ?? createdAt} />
            <small>
              <Name wrap>{[...changes.slice(0, 6), ...(reason === null ? [] : [reason])].join(', ')}</Name>
            </small>
          </li>
        ))}
      </ul>
    )}
  </section>
);
