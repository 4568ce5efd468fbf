import './silences.css';
import type { Silence } from '../../api/generated/schemas.ts';
import { useMe } from '../../api/me.tsx';
import { useApi } from '../../api/use-api.ts';
import { listIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { Page } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { NewSilence } from './new-silence.tsx';
import { SilenceCard } from './silence-card.tsx';

const SHOWN_MAX = 300;
const sections = [
  { state: 'active', title: 'In force' },
  { state: 'pending', title: 'Not yet begun' },
  { state: 'expired', title: 'Ended' },
] as const;

/** What nobody is told of for a time, who wished so, and what that hides. */
export function SilencesPage() {
  const [search, change] = useSearchState();
  const isWithEnded = search.ended === 'true';
  const isMaking = search.new === 'true';
  const query = useApi('get /silences', { query: { ended: isWithEnded } });
  const isAllowed = useMe().mayAnywhere('analyst');
  const make = (): void => {
    if (isAllowed) change({ new: 'true' });
  };
  useShortcuts([{ keys: 'n', says: 'new silence', run: make }]);
  return (
    <Page
      title="Silences"
      count={query.data?.silences.filter(({ state }) => state !== 'expired').length}
      tools={
        <>
          <button
            type="button"
            className="button small"
            aria-pressed={isWithEnded}
            onClick={() => change({ ended: isWithEnded ? undefined : 'true' })}
          >
            Also ended
          </button>
          <button
            type="button"
            className="button small primary"
            disabled={!isAllowed}
            title={isAllowed ? undefined : 'Needs the role analyst'}
            onClick={make}
          >
            New silence
          </button>
        </>
      }
    >
      <Loaded query={query}>
        {({ silences }) =>
          silences.length === 0 ? (
            <div className="card">
              <EmptyState title="Nothing is silenced">
                {isWithEnded ? 'And nothing was.' : 'Everything that is found is told by the channels.'}
              </EmptyState>
            </div>
          ) : (
            sections.map(({ state, title }) => (
              <Section key={state} title={title} silences={silences.filter((one) => one.state === state)} />
            ))
          )
        }
      </Loaded>
      {isMaking && isAllowed && (
        <NewSilence
          given={listIn(search, 'matcher')}
          onClose={() => change({ new: undefined, matcher: undefined })}
        />
      )}
    </Page>
  );
}

const Section = ({ title, silences }: { title: string; silences: readonly Silence[] }) =>
  silences.length === 0 ? null : (
    <section className="silences-section">
      <h2>
        {title} <small className="soft">{silences.length}</small>
      </h2>
      <ul className="silences-list" aria-label={title}>
        {silences.slice(0, SHOWN_MAX).map((one) => (
          <SilenceCard key={one.id} silence={one} />
        ))}
      </ul>
      {silences.length > SHOWN_MAX && <p className="soft">and {silences.length - SHOWN_MAX} more</p>}
    </section>
  );
