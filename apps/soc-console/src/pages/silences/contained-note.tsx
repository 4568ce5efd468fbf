import { Name } from '../../ui/name.tsx';

const SHOWN = 5;

/** That a silence covers agents under containment: what somebody who shields them would wish for. */
export const ContainedNote = ({
  agents,
  isCertain = true,
}: {
  agents: readonly { fleet: string; agent: string; state: string }[];
  /** False before it is made. */
  isCertain?: boolean;
}) => (
  <div className="silences-contained">
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d="M8 1.500l7 13H1zM8 6v4M8 12v.5" />
    </svg>
    <div>
      <b>
        {isCertain ? 'Covers' : 'It would cover'}{' '}
        {agents.length === 1 ? 'an agent' : `${agents.length} agents`} under containment.
      </b>{' '}
      That is told as an incident of its own, which no silence keeps quiet.
      <ul>
        {agents.slice(0, SHOWN).map(({ fleet, agent, state }) => (
          <li key={JSON.stringify([fleet, agent])}>
            <Name>{agent}</Name> <span className="soft">in</span> <Name>{fleet}</Name>{' '}
            <span className="soft">({state})</span>
          </li>
        ))}
        {agents.length > SHOWN && <li className="soft">and {agents.length - SHOWN} more</li>}
      </ul>
    </div>
  </div>
);
