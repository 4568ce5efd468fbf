import { emptyPolicy } from '@mortsafe/agent-events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audit, change, pod, running, terminated } from '../kubernetes/kubernetes.fixture.ts';
import { sensorDecoder } from './sensor-decoder.ts';
import { sensorDialectNames } from './sensor-dialect-names.ts';
import { at, policyOf, START } from './sensors.fixture.ts';

const policy = policyOf(`
fleets:
  - identity: [{ attribute: systemd.unit }, { attribute: container.name }, { attribute: k8s.pod.name }]
sensors:
  trustOwnerReferences: true
  principals: [{ user: "a*", is: "agent:a" }]
  impersonators: ["*"]
  fleets: [{ attribute: k8s.namespace.name }]
  watched:
    - { file: "/*", state: weights, agent: "{value}" }
    - { object: "*", control: kill-switch, agent: "{value}" }`);

const owner = { kind: 'ReplicaSet', name: 'w-7d9', uid: 'rs' };
const worker = { name: 'w', agent: 'worker', owner, env: [{ name: 'MORTSAFE_FLEET', value: 'f' }] };
const marked = [
  { Key: 'MORTSAFE_INSTANCE', Value: 'i' },
  { Key: 'MORTSAFE_AGENT', Value: 'a' },
];

/** One of each kind, whole; hostile ones are made of them. */
const whole: readonly object[] = [
  audit({ user: 'ada', verb: 'create', response: pod(worker) }),
  audit({ user: 'ada', verb: 'delete', name: 'w', request: { gracePeriodSeconds: 0 } }),
  audit({ user: 'ada', verb: 'create', subresource: 'exec', uri: '/x?command=cat&command=/w', name: 'w' }),
  audit({ user: 'ada', verb: 'deletecollection', response: { items: [pod(worker)] } }),
  audit({ user: 'ada', verb: 'patch', resource: 'deployments', name: 'd', response: pod(worker) }),
  {
    insertId: 'i',
    protoPayload: {
      serviceName: 'k8s.io',
      methodName: 'io.k8s.core.v1.pods.create',
      resourceName: 'core/v1/namespaces/n/pods/p',
      authenticationInfo: { principalEmail: 'a' },
      response: pod(worker),
    },
  },
  change('ADDED', pod({ ...worker, status: running(0, 1, terminated(0, 1).state) })),
  change('DELETED', pod({ ...worker, status: terminated(0, 0), deleting: true })),
  {
    Type: 'container',
    Action: 'die',
    Actor: { ID: 'a'.repeat(64), Attributes: { name: 'n', exitCode: '1' } },
    time: 1,
    timeNano: 1e9,
  },
  {
    rule: 'r',
    priority: 'p',
    time: at(0),
    tags: ['mortsafe_start'],
    output_fields: { 'proc.env[MORTSAFE_AGENT]': 'a', 'container.id': 'c' },
  },
  {
    rule: 'r',
    priority: 'p',
    time: at(0),
    output_fields: { 'fd.name': '/w', 'evt.type': 'open', 'container.name': 'c', 'container.id': 'c' },
  },
  {
    process_exec: {
      process: { exec_id: 'e', environment_variables: marked, pod: { namespace: 'n', name: 'p' } },
    },
    time: at(0),
  },
  {
    process_kprobe: {
      process: { exec_id: 'e' },
      function_name: 'sys_read',
      args: [{ file_arg: { path: '/w' } }],
    },
  },
  { process_exit: { process: { exec_id: 'e' }, signal: 'SIGKILL' } },
  {
    __CURSOR: 'c',
    __REALTIME_TIMESTAMP: '1',
    _PID: '1',
    MESSAGE_ID: '39f53479d3a045ac8e11786248231fbf',
    UNIT: 'u',
  },
  { type: 'agent.stopped', fleet: 'f', agent: 'a', reason: 'killed' },
];

const deep = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    'x'.repeat(70_000),
    '',
    '\u0000',
    '\ud800',
    -1,
    1e308,
    [],
    {},
    null,
    true,
    deep(2_000),
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', '../..', '*', '{value}', '<script>', '\u001b[2J'),
);

/** The record with something put in the place of one of its parts, or beside them. */
function spoilt(record: object): fc.Arbitrary<object> {
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    if (path.length > 0) paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) walk(part, [...path, name]);
  };
  walk(record, []);
  const names = fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', 'kind', 'type', 'items', 'log');
  return fc.tuple(fc.constantFrom(...paths), odd, fc.option(names)).map(([path, value, beside]) => {
    const copy = structuredClone(record);
    let holder = copy as Record<string, unknown>;
    for (const name of path.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
    const name = beside ?? (path.at(-1) as string);
    // As JSON.parse does it, and not by assignment.
    Object.defineProperty(holder, name, { value, enumerable: true, writable: true, configurable: true });
    return copy;
  });
}

const hostile = fc.oneof(...whole.map(spoilt), fc.object({ withNullPrototype: false }));

describe('whatever a sensor sends', () => {
  it('is answered for, each record with an event or a reason, and touches nothing that all objects inherit', () => {
    const decode = sensorDecoder(policy);
    const dialects = fc.option(fc.constantFrom(...sensorDialectNames), { nil: undefined });
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 4 }),
        dialects,
        fc.boolean(),
        (records, dialect, live) => {
          const bytes = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
          const observedTime = live ? START : undefined;
          const pass = { origin: 'platform' as const };
          const { events, rejections, drops } = decode({ bytes, pass, observedTime, dialect, position: 'p' });
          expect(events.length + rejections.length + drops.length).toBeGreaterThanOrEqual(records.length);
          for (const reason of [...drops, ...rejections.map((each) => each.reason)])
            expect(reason).not.toBe('');
          for (const event of events) {
            expect(event).toMatchObject({ origin: 'platform' });
            expect(event.fleet.length).toBeLessThanOrEqual(256);
          }
          for (const { bytes: kept } of rejections) expect(kept).toHaveLength(0);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
  });

  it('is answered for where it is no JSON at all', () => {
    const decode = sensorDecoder(emptyPolicy);
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.nat(5_000).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
      fc.nat(50).map((depth) => Buffer.from(`${'{"log":"'.repeat(depth)}`)),
    );
    fc.assert(
      fc.property(bodies, (bytes) => {
        const found = decode({ bytes, pass: { origin: 'platform' }, observedTime: START, position: 'p' });
        expect(found.events).toEqual([]);
        expect(found.rejections.length + found.drops.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is answered for where variables of a pod hold each other many times over', () => {
    const names = ['V0', 'V1', 'V2', 'V3', 'V4'];
    const env = names.map((name, n) => ({
      name,
      value: n === 0 ? 'x'.repeat(4_000) : `$(V${n - 1})`.repeat(800),
    }));
    const bytes = Buffer.from(
      JSON.stringify(audit({ user: 'ada', verb: 'create', response: pod({ ...worker, env }) })),
    );
    const pass = { origin: 'platform' as const };
    const { events } = sensorDecoder(emptyPolicy)({ bytes, pass, observedTime: START, position: 'p' });
    expect(events).toMatchObject([{ type: 'agent.started', agent: 'worker' }]);
  });

  it('is all understood where it is whole', () => {
    const decode = sensorDecoder(policy);
    for (const record of whole) {
      const bytes = Buffer.from(JSON.stringify(record));
      const pass = { origin: 'platform' as const };
      const { drops, rejections } = decode({ bytes, pass, observedTime: START, position: 'p' });
      expect(rejections).toEqual([]);
      expect(drops).not.toContain('in the words of no sensor');
    }
  });

  it('is rejected where a list of pods holds something else', () => {
    const bytes = Buffer.from(JSON.stringify({ kind: 'PodList', items: ['x'.repeat(1_000_000)] }));
    const pass = { origin: 'platform' as const };
    const { rejections } = sensorDecoder(policy)({ bytes, pass, observedTime: START, position: 'p' });
    expect(rejections).toMatchObject([{ reason: 'not an object' }]);
  });

  it('stops at ten thousand records', () => {
    const bytes = Buffer.from('{}\n'.repeat(10_002));
    const pass = { origin: 'platform' as const };
    const { drops, rejections } = sensorDecoder(policy)({ bytes, pass, observedTime: START, position: 'p' });
    expect({ drops: drops.length, rejections: rejections.length }).toEqual({ drops: 10_000, rejections: 1 });
  });
});
