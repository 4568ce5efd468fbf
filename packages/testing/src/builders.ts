import type { AgentEvent, EventOf, Principal } from '@mortsafe/agent-events';
import { type At, event, ms, peer, person, START, type Stated } from './timeline.ts';

type Fields<Type extends AgentEvent['type']> = Partial<
  Omit<EventOf<Type>, keyof Stated | 'time' | 'observedTime'>
>;

const DEFAULT_INTERVAL_MS = 10_000;

export const started = (agent: string, { at, ...rest }: Stated & Fields<'agent.started'>) =>
  event('agent.started', agent, { at, ...rest }, rest);

export const stopped = (agent: string, { at, ...rest }: Stated & Fields<'agent.stopped'>) =>
  event('agent.stopped', agent, { at, ...rest }, { reason: 'crashed', ...rest });

export const heartbeat = (agent: string, { at, ...rest }: Stated & Fields<'agent.heartbeat'>) =>
  event(
    'agent.heartbeat',
    agent,
    { at, ...rest },
    { sequence: Math.floor(ms(at) / DEFAULT_INTERVAL_MS) + 1, interval: DEFAULT_INTERVAL_MS, ...rest },
  );

/** Heartbeats from `from` to `to`, both included, `every` 10 s by default. */
export function heartbeats(
  agent: string,
  {
    from,
    to,
    every = DEFAULT_INTERVAL_MS,
    ...rest
  }: { from: At; to: At; every?: At } & Omit<Stated, 'at' | 'id'>,
): AgentEvent[] {
  const beats: AgentEvent[] = [];
  for (let at = ms(from), sequence = 1; at <= ms(to); at += ms(every), sequence++) {
    beats.push(heartbeat(agent, { at, sequence, interval: ms(every), ...rest }));
  }
  return beats;
}

export const activity = (agent: string, { at, ...rest }: Stated & Fields<'agent.activity'>) =>
  event('agent.activity', agent, { at, ...rest }, { operation: 'chat', ...rest });

export const linkOpened = (agent: string, to: string, { at, ...rest }: Stated) =>
  event(
    'link.opened',
    agent,
    { at, id: `link/${agent}/${to}/${at}`, ...rest },
    { peer: to, protocol: 'a2a' },
  );

export const linkClosed = (agent: string, to: string, { at, ...rest }: Stated) =>
  event(
    'link.closed',
    agent,
    { at, id: `unlink/${agent}/${to}/${at}`, ...rest },
    { peer: to, protocol: 'a2a' },
  );

export const statusReported = (
  agent: string,
  {
    by,
    at,
    status = 'healthy',
    ...rest
  }: Stated & { by: string; status?: EventOf<'agent.status_reported'>['status'] },
) => event('agent.status_reported', agent, { at, reporter: by, ...rest }, { status });

/** Order `kill/<agent>` unless another is stated; deadline 30 s. */
export const killOrdered = (
  agent: string,
  { at, deadline = 30_000, ...rest }: Stated & Omit<Fields<'kill.ordered'>, 'deadline'> & { deadline?: At },
) =>
  event(
    'kill.ordered',
    agent,
    { at, origin: 'control', ...rest },
    {
      order: `kill/${agent}`,
      target: { agents: [agent] },
      scope: 'agent',
      level: 'mandatory',
      orderedBy: person('soc'),
      ...rest,
      deadline: ms(deadline),
    },
  );

export const killRefused = (
  agent: string,
  { at, by, order = `kill/${agent}`, ...rest }: Stated & { by?: string; order?: string },
) => event('kill.refused', agent, { at, ...(by && { reporter: by }), ...rest }, { order });

export const killRescinded = (agent: string, { at, order, ...rest }: Stated & { order?: string }) =>
  event(
    'kill.rescinded',
    agent,
    { at, origin: 'control', ...rest },
    { order: order ?? `kill/${agent}`, by: person('soc') },
  );

/** Leave from `at` for an hour unless stated. */
export const relaunchAuthorised = (
  agent: string,
  { at, lasts = '1h', ...rest }: Stated & Fields<'relaunch.authorised'> & { lasts?: At },
) =>
  event(
    'relaunch.authorised',
    agent,
    { at, origin: 'control', ...rest },
    {
      by: person('soc'),
      notBefore: START + ms(at),
      notAfter: START + ms(at) + ms(lasts),
      maxInstances: 1,
      ...rest,
    },
  );

export const standbyDeclared = (
  agent: string,
  { at, standbyFor, ...rest }: Stated & { standbyFor: string[] },
) => event('standby.declared', agent, { at, origin: 'control', ...rest }, { standbyFor });

export const compromised = (agent: string, { at, ...rest }: Stated) =>
  event('agent.compromised', agent, { at, origin: 'control', ...rest }, { by: person('soc') });

export const rolloutStarted = (agents: string[], { at, by, ...rest }: Stated & { by?: Principal }) =>
  event(
    'rollout.started',
    agents[0] ?? '',
    { at, origin: 'control', ...rest },
    { agents, by: by ?? { kind: 'controller', id: 'deployment/crew' } },
  );

export const launcherConfigured = (
  controller: string,
  { at, by, agents, ...rest }: Stated & { by: Principal; agents: string[] },
) =>
  event(
    'launcher.configured',
    agents[0] ?? '',
    { at, origin: 'platform', ...rest },
    { agents, controller, by },
  );

export const telemetryLost = ({ at, count = 1, ...rest }: Stated & { count?: number }) =>
  event('telemetry.lost', 'collector', { at, ...rest }, { count, where: 'collector' });

export const quarantined = (agent: string, { at, ...rest }: Stated) =>
  event('quarantine.imposed', agent, { at, origin: 'control', ...rest }, { by: person('soc') });

export const quarantineLifted = (agent: string, { at, ...rest }: Stated) =>
  event('quarantine.lifted', agent, { at, origin: 'control', ...rest }, { by: person('soc') });

export const cleared = (agent: string, { at, ...rest }: Stated) =>
  event('agent.cleared', agent, { at, origin: 'control', ...rest }, { by: person('soc') });

/** By the control plane unless another is stated. */
export const assessed = (
  agent: string,
  { at, by = 'evaluator', ...rest }: Stated & { by?: string } & Omit<Fields<'agent.assessed'>, 'reporter'>,
) =>
  event(
    'agent.assessed',
    agent,
    { at, origin: 'control', reporter: by, ...rest },
    { score: 0.5, ...rest, reporter: by },
  );

export const credentialIssued = (agent: string, { at, ...rest }: Stated & Fields<'credential.issued'>) =>
  event(
    'credential.issued',
    agent,
    { at, origin: 'platform', ...rest },
    { credential: 'credential', ...rest },
  );

export const credentialUsed = (agent: string, { at, ...rest }: Stated & Fields<'credential.used'>) =>
  event('credential.used', agent, { at, ...rest }, { credential: 'credential', ...rest });

/** Seen by the platform unless another origin is stated. */
export const stateCopied = (agent: string, { at, by, ...rest }: Stated & Fields<'state.copied'>) =>
  event(
    'state.copied',
    agent,
    { at, origin: 'platform', ...rest },
    { by: by ?? peer('planner'), state: 'weights', destination: 's3://elsewhere/x', ...rest },
  );

/** Seen by the platform unless another origin is stated. */
export const controlModified = (agent: string, { at, by, ...rest }: Stated & Fields<'control.modified'>) =>
  event(
    'control.modified',
    agent,
    { at, origin: 'platform', ...rest },
    { by: by ?? peer('planner'), control: 'kill-switch', effect: 'weakens', ...rest },
  );

/** Seen by the platform unless another origin is stated. */
export const telemetrySuppressed = (
  agent: string,
  { at, by, ...rest }: Stated & Fields<'telemetry.suppressed'>,
) =>
  event(
    'telemetry.suppressed',
    agent,
    { at, origin: 'platform', ...rest },
    { by: by ?? peer('planner'), how: 'exporter switched off', ...rest },
  );
