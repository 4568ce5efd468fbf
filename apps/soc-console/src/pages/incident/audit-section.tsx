import type { AuditEntry } from '../../api/generated/schemas.ts';
import { useApi } from '../../api/use-api.ts';
import { personOf } from '../../casework/person-of.ts';
import { Name } from '../../ui/name.tsx';
import { readable } from '../../ui/readable.ts';
import { Loaded } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';

/** Who did what with it, the newest first. */
export function AuditSection({ id }: { id: string }) {
  const query = useApi('get /audit', { query: { about: `incident:${id}`, limit: 100 } });
  return (
    <section className="card">
      <h2>Audit trail</h2>
      <Loaded query={query}>
        {({ entries }) =>
          entries.length === 0 ? (
            <p className="soft">Nobody did anything with it yet.</p>
          ) : (
            <ol className="incident-audit">
              {entries.map((entry) => (
                <li key={entry.sequence}>
                  <p className="incident-audit-head">
                    <Name>{personOf(entry.by)}</Name> <code>{entry.action}</code>{' '}
                    <Time at={entry.recordedAt} />
                  </p>
                  <small>{changeText(entry)}</small>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </section>
  );
}

/** `status: open → acknowledged` for each field that changed. */
const changeText = ({ change }: AuditEntry): string =>
  Object.entries(change)
    .map(([field, value]) => {
      const { from, to } = (value ?? {}) as { from?: unknown; to?: unknown };
      return to === undefined ? `${field}: ${plain(value)}` : `${field}: ${plain(from)} → ${plain(to)}`;
    })
    .join('; ')
    .slice(0, 400);

const plain = (value: unknown): string =>
  readable(typeof value === 'string' ? value : value === null ? 'none' : JSON.stringify(value));
