import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AgentDetail as Detail } from '../../api/generated/schemas.ts';
import { useApi } from '../../api/use-api.ts';
import { Badge } from '../../ui/badge.tsx';
import { matcherOf } from '../../ui/matchers.ts';
import { Name } from '../../ui/name.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Age, durationText, Time } from '../../ui/time.tsx';
import { Lineage } from './lineage.tsx';
import { StateMark } from './state-mark.tsx';

const SHOWN = 50;

export interface AgentDetailProps {
  fleet: string;
  agent: string;
  onOpen(agent: string): void;
  onClose(): void;
}

/** One agent: its instances, where it comes from, whom it talks with, and what contains it. */
export function AgentDetail({ fleet, agent, onOpen, onClose }: AgentDetailProps) {
  const query = useApi('get /fleets/{fleet}/agents/{agent}', { path: { fleet, agent } });
  return (
    <aside className="fleet-detail side-panel card" aria-label="The agent that is open">
      <header>
        <h2>
          <Name>{agent}</Name>
        </h2>
        <button type="button" className="button small" onClick={onClose}>
          Close
        </button>
      </header>
      <p className="soft">
        in <Name>{fleet}</Name>
      </p>
      <p className="fleet-tools">
        <Link
          className="button small primary"
          to="/"
          search={{ matcher: [matcherOf('fleet', '=', fleet), matcherOf('agent', '=', agent)] }}
        >
          Its incidents
        </Link>
        <Link
          className="button small"
          to="/shielding"
          search={{ fleet, selected: JSON.stringify([fleet, agent]) }}
        >
          Who shields it
        </Link>
        <Link className="button small" to="/orders" search={{ fleet, agent }}>
          Act on it
        </Link>
      </p>
      <Loaded query={query}>{(detail) => <About detail={detail} onOpen={onOpen} />}</Loaded>
    </aside>
  );
}

function About({ detail, onOpen }: { detail: Detail; onOpen(agent: string): void }) {
  const { agent, instances, links, credential, containments, lineage } = detail;
  return (
    <>
      {containments.length > 0 && (
        <Part title="Containment">
          <ul className="fleet-list">
            {containments.slice(0, SHOWN).map(({ id, state, since, endedAt, markedBy, source }) => (
              <li key={id}>
                <Badge tone={endedAt === null ? 'bad' : 'plain'}>{state}</Badge> <Time at={since} />
                {endedAt !== null && (
                  <>
                    {' '}
                    to <Time at={endedAt} />
                  </>
                )}{' '}
                by <Name>{markedBy ?? source}</Name>
              </li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Instances" count={instances.length}>
        <ul className="fleet-list">
          {instances.slice(0, SHOWN).map((one) => (
            <Instance key={one.instance} one={one} />
          ))}
        </ul>
      </Part>
      <Part title="Lineage">
        <Lineage agent={agent} lineage={lineage} onOpen={onOpen} />
      </Part>
      <Part title="Links" count={links.length}>
        {links.length === 0 && <p className="soft">None was seen.</p>}
        <ul className="fleet-list">
          {links.slice(0, SHOWN).map(({ peer, since, closedAt }) => (
            <li key={`${peer} ${since}`}>
              <button type="button" className="link-button" onClick={() => onOpen(peer)}>
                <Name>{peer}</Name>
              </button>{' '}
              <small>
                {closedAt === undefined ? 'open for ' : 'closed, opened '}
                <Age since={since} />
                {closedAt !== undefined && ' ago'}
              </small>
            </li>
          ))}
        </ul>
      </Part>
      {credential !== null && (
        <Part title="Credential">
          <Name>{credential}</Name>
        </Part>
      )}
    </>
  );
}

const Part = ({ title, count, children }: { title: string; count?: number; children: ReactNode }) => (
  <section>
    <h3>
      {title} {count !== undefined && <small>{count}</small>}
    </h3>
    {children}
  </section>
);

function Instance({ one }: { one: Detail['instances'][number] }) {
  const { instance, state, lastSign, firstSeen, intervalMs, launcher } = one;
  return (
    <li className="fleet-instance">
      <StateMark state={state} />
      <Name>{instance}</Name>
      <small>
        {firstSeen !== undefined && (
          <>
            since <Time at={firstSeen} />,{' '}
          </>
        )}
        last sign <Age since={lastSign} /> ago
        {intervalMs !== undefined && `, beats every ${durationText(intervalMs)}`}
        {launcher && (
          <>
            , launched by {launcher.kind} <Name wrap>{launcher.id}</Name>, known by {launcher.knownBy}
          </>
        )}
      </small>
    </li>
  );
}
