import { describe, expect, it } from 'vitest';
import { hearing, START } from './sensors/sensors.fixture.ts';

const ids = {
  started: '39f53479d3a045ac8e11786248231fbf',
  exited: '98e322203f7a4ed290d09fe03c09fe15',
  succeeded: '7ad2d189f7e94e70a38c781354912448',
  restarting: '5eb03494b6584870a536b337290809b3',
};
const UNIT = 'mortsafe-agent@worker.service';

/** As `journalctl --output json` prints them, by systemd.journal-fields(7). */
const entry = (id: keyof typeof ids, fields: object = {}, seconds = 0) => ({
  __CURSOR: `s=1;i=${seconds}`,
  __REALTIME_TIMESTAMP: String((START + 1_000 * seconds) * 1_000),
  ...{ _PID: '1', _COMM: 'systemd', _UID: '0', _HOSTNAME: 'node-1', _MACHINE_ID: 'm-1' },
  ...{ MESSAGE_ID: ids[id], MESSAGE: 'whatever', UNIT, INVOCATION_ID: 'i-1' },
  ...fields,
});

describe('a unit of systemd', () => {
  it('is the agent that its template names, each start an instance of its own', () => {
    expect(hearing().events(0, entry('started'))).toMatchObject([
      { type: 'agent.started', agent: 'worker', instance: 'i-1', fleet: 'default', host: 'node-1' },
    ]);
  });

  it('is not what a process logs in our words, whatever a shipper calls its message', () => {
    const message = JSON.stringify({ type: 'agent.stopped', fleet: 'f', agent: 'worker', reason: 'killed' });
    const { events, drops } = hearing().hear(
      0,
      { _PID: '7', message },
      { _pid: '7', message },
      entry('started', { _PID: '7', message }),
    );
    expect({ events, drops: drops.length }).toEqual({ events: [], drops: 3 });
  });

  it('ends once, however many entries tell of it', () => {
    const exited = entry('exited', { COMMAND: 'ExecStart', EXIT_CODE: 'killed', EXIT_STATUS: '9' });
    const events = hearing().events(0, exited, entry('succeeded', {}, 1));
    expect(events).toMatchObject([{ type: 'agent.stopped', reason: 'killed' }, { type: 'agent.stopped' }]);
    expect(events[0]?.id).toBe(events[1]?.id);
  });

  it.each([
    ['exited', '0', 'completed'],
    ['exited', '3', 'crashed'],
    ['dumped', '6', 'crashed'],
  ])('ends by its code (%s %s)', (EXIT_CODE, EXIT_STATUS, reason) => {
    const exited = entry('exited', { COMMAND: 'ExecStart', EXIT_CODE, EXIT_STATUS });
    expect(hearing().events(0, exited)).toMatchObject([{ reason }]);
  });

  it('is started anew by systemd where systemd has just said so, and by nobody known otherwise', () => {
    const { events } = hearing();
    events(0, entry('restarting'));
    expect(events(1, entry('started', { INVOCATION_ID: 'i-2' }, 1))).toMatchObject([
      { reason: 'relaunch', launchedBy: { kind: 'controller', id: `systemd/${UNIT}` } },
    ]);
    expect(events(2, entry('started', { INVOCATION_ID: 'i-3' }, 2))[0]).not.toHaveProperty('launchedBy');
  });

  it('is not what any other process says of it', () => {
    const { events, drops } = hearing().hear(0, entry('started', { _PID: '4711', _COMM: 'systemd' }));
    expect({ events, drops }).toEqual({
      events: [],
      drops: ['a journal entry about units that is not of systemd'],
    });
  });

  it('is left out with a reason, or rejected', () => {
    const { drops, rejections } = hearing().hear(
      0,
      entry('exited', { COMMAND: 'ExecStop' }),
      entry('started', { UNIT: 'cron.service' }),
      entry('started', { MESSAGE_ID: 'other' }),
      entry('started', { UNIT: ['a', 'b'] }),
    );
    expect(drops).toEqual([
      'the end of a helper of a unit',
      'a unit of no agent that is known',
      'a journal entry about no start or end of a unit',
    ]);
    expect(rejections).toMatchObject([{ reason: 'UNIT is missing' }]);
  });
});
