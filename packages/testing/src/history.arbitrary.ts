import type { AgentEvent } from '@mortsafe/agent-events';
import fc from 'fast-check';
import {
  activity,
  assessed,
  cleared,
  compromised,
  controlModified,
  credentialIssued,
  credentialUsed,
  heartbeat,
  killOrdered,
  killRescinded,
  linkClosed,
  linkOpened,
  quarantined,
  quarantineLifted,
  relaunchAuthorised,
  started,
  stateCopied,
  statusReported,
  stopped,
  telemetrySuppressed,
} from './builders.ts';
import { controller, peer } from './timeline.ts';

const agents = ['planner', 'worker', 'critic', 'coder', 'writer', 'router'];
const agent = fc.constantFrom(...agents);
const instance = fc.constantFrom('a', 'b');
const origin = fc.constantFrom('agent' as const, 'platform' as const);
const part = fc.constantFrom('m1', 'm2');

/** Things that happen in fleets, in no sensible order: the worse for the detector. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(agent, instance).map(
      ([id, of]) =>
        (at: number) =>
          heartbeat(id, { at, instance: of }),
    ),
  },
  fc.tuple(agent, instance, agent).map(
    ([id, of, by]) =>
      (at: number) =>
        started(id, { at, instance: of, origin: 'platform', launchedBy: peer(by), heartbeatInterval: 5_000 }),
  ),
  fc.tuple(agent, instance).map(
    ([id, of]) =>
      (at: number) =>
        started(id, { at, instance: of, launchedBy: controller('deployment/crew'), parentSpanId: 's1' }),
  ),
  fc.tuple(agent, instance, fc.constantFrom('agent', 'platform')).map(
    ([id, of, origin]) =>
      (at: number) =>
        stopped(id, {
          at,
          instance: of,
          origin: origin as 'agent',
          reason: 'killed',
          stoppedBy: { kind: 'person', id: 'p' },
        }),
  ),
  fc.tuple(agent, fc.constantFrom('agent', 'lineage')).map(
    ([id, scope]) =>
      (at: number) =>
        killOrdered(id, { at, order: `o${at}`, scope: scope as 'agent', deadline: 10_000 }),
  ),
  agent.map((id) => (at: number) => killRescinded(id, { at, order: `o${at - (at % 10_000)}` })),
  agent.map((id) => (at: number) => killRescinded(id, { at, origin: 'agent', reporter: 'planner' })),
  agent.map((id) => (at: number) => relaunchAuthorised(id, { at, lasts: '60s' })),
  fc.tuple(agent, agent).map(
    ([id, by]) =>
      (at: number) =>
        statusReported(id, { at, by }),
  ),
  {
    weight: 3,
    arbitrary: fc.tuple(agent, instance, agent).map(
      ([id, of, to]) =>
        (at: number) =>
          linkOpened(id, to, { at, instance: of }),
    ),
  },
  fc.tuple(agent, agent).map(
    ([id, to]) =>
      (at: number) =>
        linkClosed(id, to, { at, origin: 'platform' }),
  ),
  fc.tuple(agent, instance).map(
    ([id, of]) =>
      (at: number) =>
        activity(id, { at, instance: of, spanId: 's1' }),
  ),
  fc.tuple(agent, agent, origin).map(
    ([id, by, from]) =>
      (at: number) =>
        stateCopied(id, { at, by: peer(by), origin: from, reporter: 'critic' }),
  ),
  fc.tuple(agent, agent, origin, fc.constantFrom('kill-switch', 'monitor')).map(
    ([id, by, from, control]) =>
      (at: number) =>
        controlModified(id, { at, by: peer(by), origin: from, control: control as 'monitor' }),
  ),
  fc.tuple(agent, agent, origin).map(
    ([id, by, from]) =>
      (at: number) =>
        telemetrySuppressed(id, { at, by: peer(by), origin: from }),
  ),
  fc.tuple(agent, agent, fc.constantFrom('control', 'agent'), fc.constantFrom(0.2, 0.9)).map(
    ([id, by, from, score]) =>
      (at: number) =>
        assessed(id, { at, by, origin: from as 'agent', score, shutdownBelow: 0.5, reference: 0.3 }),
  ),
  fc.tuple(agent, agent).map(
    ([id, by]) =>
      (at: number) =>
        credentialIssued(id, { at, by: peer(by) }),
  ),
  fc.tuple(agent, instance, part).map(
    ([id, of, credential]) =>
      (at: number) =>
        credentialUsed(id, { at, instance: of, credential }),
  ),
  fc.tuple(agent, agent, fc.constantFrom('agent', 'platform')).map(
    ([id, to, from]) =>
      (at: number) =>
        activity(id, { at, peer: to, outcome: 'ok', origin: from as 'agent' }),
  ),
  fc.tuple(agent, agent, part).map(
    ([id, by, memory]) =>
      (at: number) =>
        started(id, {
          at,
          instance: `i${at}`,
          origin: 'platform',
          launchedBy: peer(by),
          fingerprint: { memory },
        }),
  ),
  fc.tuple(agent, fc.constantFrom('control', 'agent')).map(
    ([id, from]) =>
      (at: number) =>
        quarantineLifted(id, { at, origin: from as 'agent', reporter: 'planner' }),
  ),
  agent.map((id) => (at: number) => quarantined(id, { at })),
  agent.map((id) => (at: number) => compromised(id, { at })),
  agent.map((id) => (at: number) => cleared(id, { at })),
  fc.tuple(agent, agent).map(
    ([id, by]) =>
      (at: number) =>
        heartbeat(id, { at, reporter: by, instance: 'a' }),
  ),
  agent.map((id) => (at: number) => heartbeat(id, { at, claims: at + 900_000, instance: 'a' })),
);

/** A history: happenings up to 20 s apart, ids made unique. */
export const history = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
        fc.integer({ min: 0, max: 20_000 }),
      ),
      happening,
    ),
    {
      minLength: 40,
      maxLength: 120,
      size: 'max',
    },
  )
  .map((steps) => {
    let at = 0;
    return steps.map(([pause, make], index): AgentEvent => {
      at += pause;
      return { ...make(at), id: `e${index}` };
    });
  });
