import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { stopSignal } from './stop-signal.ts';

function aProcess() {
  const exits: number[] = [];
  const emitter = new EventEmitter();
  return {
    exits,
    emitter,
    process: Object.assign(emitter, { exit: (code: number) => void exits.push(code) }),
  };
}

describe('the stop signal', () => {
  it.each(['SIGINT', 'SIGTERM'])('aborts at the first %s', (name) => {
    const { emitter, process, exits } = aProcess();
    const { signal } = stopSignal(process);
    emitter.emit(name);
    expect(signal.aborted).toBe(true);
    expect(exits).toEqual([]);
  });

  it('ends the process at the second', () => {
    const { emitter, process, exits } = aProcess();
    stopSignal(process);
    emitter.emit('SIGTERM');
    emitter.emit('SIGINT');
    expect(exits).toEqual([130]);
  });

  it('ends the process when stopping takes too long', async () => {
    const { emitter, process, exits } = aProcess();
    stopSignal(process, 1);
    emitter.emit('SIGTERM');
    await wait(20);
    expect(exits).toEqual([1]);
  });

  it('leaves the process alone once released', async () => {
    const { emitter, process, exits } = aProcess();
    const { release } = stopSignal(process, 1);
    emitter.emit('SIGTERM');
    release();
    emitter.emit('SIGTERM');
    await wait(20);
    expect(exits).toEqual([]);
    expect(emitter.listenerCount('SIGTERM')).toBe(0);
  });
});
