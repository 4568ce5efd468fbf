import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { launchEnvironment, takeMarkers } from './environment.ts';

const hex = (chars: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${chars - 1}}[1-9a-f]$`));
const id = fc.string({ minLength: 1, maxLength: 256 });
const launch = fc.record({
  ...{ agent: id, fleet: id, instance: id },
  launcher: fc.record({ id, instance: id }),
  span: fc.record({ traceId: hex(32), spanId: hex(16), traceFlags: fc.constantFrom(0, 1) }),
});

describe('the markers of a launch', () => {
  it('reach the launched process whole', () => {
    fc.assert(
      fc.property(launch, ({ agent, fleet, instance, launcher, span }) => {
        const env = launchEnvironment({}, { agent, fleet, instance, launcher, span });
        expect(takeMarkers(env)).toEqual({
          ...{ agent, fleet, instance },
          launchedBy: { kind: 'agent', ...launcher },
          launchSpan: { ...span, isRemote: true },
        });
      }),
    );
  });

  it('are taken once, so that they are not passed on', () => {
    const env = {
      ...{ PATH: '/bin', MORTSAFE_AGENT: 'worker-3', MORTSAFE_FLEET: 'checkout', MORTSAFE_INSTANCE: 'w3-1' },
      ...{ MORTSAFE_LAUNCHED_BY: 'agent:planner', MORTSAFE_LAUNCHED_BY_INSTANCE: 'p-1' },
      ...{ TRACEPARENT: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, TRACESTATE: 'vendor=1' },
    };
    takeMarkers(env);
    expect(env).toEqual({ PATH: '/bin', MORTSAFE_AGENT: 'worker-3', MORTSAFE_FLEET: 'checkout' });
    expect(takeMarkers(env)).toEqual({ agent: 'worker-3', fleet: 'checkout' });
  });

  it('are ignored one by one where they are malformed', () => {
    expect(
      takeMarkers({
        MORTSAFE_AGENT: '',
        MORTSAFE_FLEET: 'x'.repeat(257),
        MORTSAFE_LAUNCHED_BY: 'planner',
        MORTSAFE_LAUNCHED_BY_INSTANCE: 'p-1',
        TRACEPARENT: '00-zz-1-01',
      }),
    ).toEqual({});
  });

  it('may name a controller or a person as the launcher', () => {
    expect(takeMarkers({ MORTSAFE_LAUNCHED_BY: 'controller:deployment/worker' }).launchedBy).toEqual({
      kind: 'controller',
      id: 'deployment/worker',
    });
  });

  it('replace those that were inherited, trace state included', () => {
    const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    const launched = {
      agent: 'b',
      fleet: 'f',
      instance: 'b-1',
      launcher: { id: 'a', instance: 'a-1' },
      span,
    };
    const env = launchEnvironment(
      { TRACESTATE: 'old=1', MORTSAFE_LAUNCHED_BY: 'agent:old', HOME: '/' },
      launched,
    );
    expect(env).toMatchObject({ HOME: '/', MORTSAFE_LAUNCHED_BY: 'agent:a' });
    expect(env).not.toHaveProperty('TRACESTATE');
  });
});
