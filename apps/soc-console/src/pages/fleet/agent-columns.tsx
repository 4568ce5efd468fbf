import type { SeenAgent } from '../../api/generated/schemas.ts';
import { Badge } from '../../ui/badge.tsx';
import { Name } from '../../ui/name.tsx';
import type { Column } from '../../ui/row-table.tsx';
import { Age, durationText } from '../../ui/time.tsx';
import { StateMark } from './state-mark.tsx';
import { type State, states } from './use-agents.ts';

/** The best state of its instances: one that lives is enough. */
export const stateOf = ({ instances }: Pick<SeenAgent, 'instances'>): State =>
  states.find((state) => instances.some((one) => one.state === state)) ?? 'stopped';

/** An order may kill by naming its whole fleet. */
const containedBy = ({ killed, contained }: SeenAgent): string[] => [
  ...new Set([...(killed ? ['killed'] : []), ...contained]),
];

/** How often it should be heard: the shortest of its living instances. */
function heartbeatText({ instances }: SeenAgent): string {
  const living = instances.filter(({ state }) => state === 'alive' || state === 'silent');
  const intervals = living.flatMap(({ intervalMs }) => intervalMs ?? []);
  return intervals.length > 0 ? `every ${durationText(Math.min(...intervals))}` : 'none';
}

export const agentColumns = (open: (agent: SeenAgent) => void): Column<SeenAgent>[] => [
  { title: 'State', width: '106px', cell: (agent) => <StateMark state={stateOf(agent)} /> },
  {
    title: 'Agent',
    width: 'minmax(120px, 3fr)',
    cell: (agent) => (
      <span className="fleet-agent">
        <button type="button" className="link-button" onClick={() => open(agent)}>
          <Name>{agent.agent}</Name>
        </button>
        {containedBy(agent).map((state) => (
          <Badge key={state} tone="bad">
            {state}
          </Badge>
        ))}
      </span>
    ),
  },
  {
    title: 'Fleet',
    width: 'minmax(80px, 1fr)',
    hideBelow: 'wide',
    cell: ({ fleet }) => <Name>{fleet}</Name>,
  },
  {
    title: 'Launched by',
    width: 'minmax(80px, 1fr)',
    hideBelow: 'wider',
    cell: ({ launchedBy }) =>
      launchedBy === null ? <span className="soft">unknown</span> : <Name>{launchedBy}</Name>,
  },
  {
    title: 'Heartbeat',
    width: '104px',
    hideBelow: 'wider',
    cell: (agent) => <span className="soft">{heartbeatText(agent)}</span>,
  },
  {
    title: 'Instances',
    width: '84px',
    isNumber: true,
    hideBelow: 'wide',
    cell: (agent) => agent.instances.length,
  },
  { title: 'Links', width: '60px', isNumber: true, hideBelow: 'wide', cell: ({ links }) => links },
  { title: 'Last sign', width: '86px', isNumber: true, cell: ({ lastSign }) => <Age since={lastSign} /> },
];
