import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Incident } from '../../api/generated/schemas.ts';
import { matcherOf } from '../../ui/matchers.ts';
import { Name } from '../../ui/name.tsx';
import { durationText } from '../../ui/time.tsx';

const SHOWN = 3;

const knownBy: Readonly<Record<string, string>> = {
  platform: 'seen by the platform',
  sender: 'known by its own authenticated connection',
  trace: 'known by the trace of the launch',
  'own-event': 'known by its own record',
  claim: 'known by a claim alone',
  link: 'known by who linked to it first',
};

/** Who benefits, whose hands, who asked; and for how long. */
export function RolesSection({ incident }: { incident: Incident }) {
  const { subject, aliases, actors, instigators, zombieWindowMs, group } = incident;
  return (
    <section className="incident-roles" aria-label="Roles">
      <RoleCard
        title="Subject"
        note={aliases.length > 0 ? 'under another name since' : 'the one that benefits'}
      >
        {subject === null && group.length === 0 && <Unknown text="the fleet" />}
        {[...(subject === null ? group : [subject]), ...aliases].slice(0, SHOWN).map(who)}
      </RoleCard>
      <RoleCard
        title="Actor"
        note={actors.length === 0 ? 'nobody was seen doing it' : wordsOf(actors[0]?.knownBy ?? null)}
      >
        {actors.length === 0 && <Unknown text="unknown" />}
        {actors.slice(0, SHOWN).map(({ id }) => who(id))}
      </RoleCard>
      <RoleCard
        title="Instigator"
        note={instigators.length === 0 ? 'no trace leads further' : 'where the trace began'}
      >
        {instigators.length === 0 && <Unknown text="none seen" />}
        {instigators.slice(0, SHOWN).map(who)}
      </RoleCard>
      <RoleCard
        title="Zombie window"
        note={zombieWindowMs ? 'alive past its dead line, at least' : 'not seen alive past a dead line'}
      >
        {zombieWindowMs ? (
          <span className="who bad">{durationText(zombieWindowMs)}</span>
        ) : (
          <Unknown text="–" />
        )}
      </RoleCard>
    </section>
  );
}

const wordsOf = (level: string | null): string => knownBy[level ?? ''] ?? 'not known how';

const Unknown = ({ text }: { text: string }) => <span className="who unknown">{text}</span>;

const who = (name: string) => (
  <Link key={name} className="who" to="/" search={{ matcher: [matcherOf('agent', '=', name)] }}>
    <Name>{name}</Name>
  </Link>
);

const RoleCard = ({ title, note, children }: { title: string; note: string; children: ReactNode }) => (
  <div className="card role">
    <h2>{title}</h2>
    {children}
    <small>{note}</small>
  </div>
);
