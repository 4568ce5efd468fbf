import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { CannotRun } from '../io.ts';
import { type Operations, openOperations } from './operations-server.ts';

const HOST = '127.0.0.1';
let opened: Operations | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

const open = async (): Promise<Operations> => {
  opened = await openOperations({ host: HOST, port: 0 }, 0);
  return opened;
};
const ask = async (operations: Operations, path: string, init?: RequestInit) => {
  const response = await fetch(new URL(path, operations.url), init);
  return { status: response.status, text: await response.text() };
};

describe('the listener for health and metrics', () => {
  it('is alive and not ready until it is told when it is', async () => {
    const operations = await open();
    expect(await ask(operations, '/livez')).toEqual({ status: 200, text: 'ok\n' });
    expect(await ask(operations, '/readyz')).toEqual({ status: 503, text: 'not ok\nit is starting\n' });
    let troubles = ['one', 'two'];
    operations.readyWhen(() => troubles);
    expect(await ask(operations, '/readyz')).toEqual({ status: 503, text: 'not ok\none\ntwo\n' });
    troubles = [];
    expect(await ask(operations, '/readyz')).toEqual({ status: 200, text: 'ok\n' });
  });

  it('is not ready where asking fails, and says nothing of why', async () => {
    const operations = await open();
    operations.readyWhen(() => Promise.reject(new Error('secret')));
    expect(await ask(operations, '/readyz')).toEqual({ status: 503, text: 'not ok\nit cannot be told\n' });
  });

  it('gives what is measured in the words of Prometheus', async () => {
    const operations = await open();
    operations.meter
      .createCounter('mortsafe.events', { unit: '{event}' })
      .add(3, { 'mortsafe.door': 'agents' });
    const { text } = await ask(operations, '/metrics');
    expect(text).toMatch(/^mortsafe_events_total\{mortsafe_door="agents"\} 3/m);
    expect(text).toMatch(/^process_cpu_time_total\{cpu_mode="user"/m);
  });

  it('answers nothing else', async () => {
    const operations = await open();
    expect(await ask(operations, '/')).toMatchObject({ status: 404 });
    expect(await ask(operations, '/livez', { method: 'POST' })).toMatchObject({ status: 405 });
  });

  it('takes another port where the usual one is taken, and refuses where it was told which', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, HOST, resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    opened = await openOperations({ host: HOST, port: undefined }, port);
    expect(await ask(opened, '/livez')).toMatchObject({ status: 200 });
    await expect(openOperations({ host: HOST, port }, 0)).rejects.toThrow(CannotRun);
    await new Promise((resolve) => other.close(resolve));
  });
});
