import { useApi } from '../../api/use-api.ts';
import { Name } from '../../ui/name.tsx';
import { SeverityBadge, severities } from '../../ui/severity.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ContainedNote } from './contained-note.tsx';
import { coveredBy } from './covered.ts';

const ASKED = 100;
const SHOWN = 5;

/** What a silence would hide of what is there now, before somebody makes it. */
export function SilencePreview({ matchers }: { matchers: readonly string[] }) {
  const query = useApi('get /incidents', {
    query: { matcher: matchers, status: ['open', 'acknowledged'], limit: ASKED },
  });
  const containments = useApi('get /containments', {}).data?.containments ?? [];
  return (
    <section className="silences-preview" aria-label="What it would hide">
      <Loaded query={query}>
        {({ incidents, next }) => {
          const byGravity = [...incidents].sort(
            (one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity),
          );
          const covers = coveredBy(matchers, containments, incidents);
          return (
            <>
              <p>
                <b>{countText(incidents.length, next !== null)}</b> of those that are open would be quiet.
              </p>
              <ul className="silences-previewed">
                {byGravity.slice(0, SHOWN).map(({ id, title, severity }) => (
                  <li key={id}>
                    <SeverityBadge severity={severity} short />
                    <Name>{title}</Name>
                  </li>
                ))}
                {incidents.length > SHOWN && <li className="soft">and {incidents.length - SHOWN} more</li>}
              </ul>
              {covers.length > 0 && <ContainedNote agents={covers} isCertain={false} />}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function countText(count: number, isMore: boolean): string {
  if (isMore) return `${count} incidents or more`;
  if (count === 0) return 'No incident';
  return count === 1 ? 'One incident' : `${count} incidents`;
}
