import './channels.css';
import { useMe } from '../../api/me.tsx';
import { useApi } from '../../api/use-api.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { ChannelCard } from './channel-card.tsx';
import { DeadLetters } from './dead-letters.tsx';

/** By what people are told, and what could not be told to them. */
export function ChannelsPage() {
  const channels = useApi('get /channels', {});
  const letters = useApi('get /dead-letters', {});
  const { may } = useMe();
  const undelivered = letters.data?.deadLetters ?? [];
  return (
    <Page title="Channels" count={channels.data?.channels.length}>
      {channels.data && !may('admin', null) && (
        <p className="soft">To try a channel, or to send again, the role admin in all fleets is needed.</p>
      )}
      <Loaded query={channels}>
        {({ channels: all }) =>
          all.length === 0 ? (
            <div className="card">
              <EmptyState title="Nobody is told">
                Incidents stand in the queue and nowhere else. Name a channel in the configuration.
              </EmptyState>
            </div>
          ) : (
            <ul className="channels-list" aria-label="Channels">
              {all.map((channel) => (
                <ChannelCard
                  key={channel.name}
                  channel={channel}
                  undelivered={undelivered.filter((letter) => letter.channel === channel.name).length}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <Loaded query={letters}>{({ deadLetters }) => <DeadLetters letters={deadLetters} />}</Loaded>
    </Page>
  );
}
