import { Link } from '@tanstack/react-router';
import type { Silence } from '../../api/generated/schemas.ts';
import { Name } from '../../ui/name.tsx';
import { SeverityBadge, severities } from '../../ui/severity.tsx';

const SHOWN = 50;
type Hidden = NonNullable<Silence['hides']>[number];

/** Incidents of which something was kept quiet, folded away until somebody asks. */
export function HiddenList({ incidents }: { incidents: readonly Hidden[] }) {
  if (incidents.length === 0) return <p className="silences-none soft">It has kept nothing quiet yet.</p>;
  const gravest = severities.find((severity) => incidents.some((one) => one.severity === severity));
  return (
    <details className="silences-hidden">
      <summary>
        Keeps {incidents.length === 1 ? 'one incident' : `${incidents.length} incidents`} quiet
        {gravest && (
          <>
            {', '}
            up to <SeverityBadge severity={gravest} />
          </>
        )}
      </summary>
      <ul>
        {incidents.slice(0, SHOWN).map(({ incident, title, severity }) => (
          <li key={incident}>
            <SeverityBadge severity={severity} short />
            <Link to="/incidents/$id" params={{ id: incident }}>
              <Name>{title}</Name>
            </Link>
          </li>
        ))}
        {incidents.length > SHOWN && <li className="soft">and {incidents.length - SHOWN} more</li>}
      </ul>
    </details>
  );
}
