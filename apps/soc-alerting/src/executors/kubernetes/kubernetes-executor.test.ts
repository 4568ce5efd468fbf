import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventOf } from '@mortsafe/agent-events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRun } from '../../control/orders.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { killOrdered } from '../../testing/samples.ts';
import { type KubernetesOptions, kubernetesExecutor } from './kubernetes-executor.ts';

const ACCOUNT_TOKEN = 'token-of-the-service-account';
const never = new AbortController().signal;

describe('the executor for Kubernetes', () => {
  let server: Server;
  let directory: string;
  let url: string;
  let asked: { method: string; path: string; authorization: string; body: string }[] = [];
  /** How often a pod is still there after it was deleted. */
  let lingers = 0;
  let status = 200;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-kubernetes-'));
    await writeFile(join(directory, 'token'), `${ACCOUNT_TOKEN}\n`);
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = '', url: path = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      asked.push({ method, path, authorization: headers.authorization ?? '', body });
      const gone = method === 'GET' && lingers-- <= 0;
      response.writeHead(gone ? 404 : status).end('{"secret": "of the cluster"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  });
  beforeEach(() => {
    asked = [];
    lingers = 0;
    status = 200;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(directory, { recursive: true });
  });

  async function carryOut(
    target: EventOf<'kill.ordered'>['target'],
    settings: Partial<KubernetesOptions> = { pod: '{instance}' },
    before: OrderRun[] = [],
  ) {
    const stopped: OrderRun[] = [];
    const clock = manualClock();
    const sleep = async (ms: number) => clock.advance(ms);
    const executor = kubernetesExecutor({
      ...{ namespace: 'shop', server: url, tokenFile: join(directory, 'token') },
      ...{ clock: { ...clock, sleep }, instancesOf: () => ['worker-3-a'] },
      ...settings,
    });
    const order = killOrdered({ target, deadline: 2_000 }) as EventOf<'kill.ordered'>;
    const progress = {
      save: async () => {},
      stopped: async (run: OrderRun) => void stopped.push(run),
      rescinded: async () => false,
    };
    return { runs: await executor.carryOut(order, before, progress, never), stopped };
  }

  it('deletes the pod, and says that it stopped once it is gone', async () => {
    lingers = 2;
    const { runs, stopped } = await carryOut({ agents: ['worker-3'] });
    expect(asked[0]).toEqual({
      method: 'DELETE',
      path: '/api/v1/namespaces/shop/pods/worker-3-a?gracePeriodSeconds=2',
      authorization: `Bearer ${ACCOUNT_TOKEN}`,
      body: '',
    });
    expect(asked).toHaveLength(4);
    expect(runs).toMatchObject([{ instance: 'worker-3-a', outcome: 'stopped' }]);
    expect(stopped).toHaveLength(1);
  });

  it('claims no end that it has not seen', async () => {
    lingers = 1_000;
    const { runs, stopped } = await carryOut({ instances: ['worker-3-a'] });
    expect(runs).toMatchObject([{ outcome: 'carried-out' }]);
    expect(stopped).toEqual([]);
  });

  it('scales a Deployment to nothing', async () => {
    const { runs } = await carryOut({ agents: ['worker'] }, { deployment: '{agent}' });
    expect(asked).toMatchObject([
      {
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/shop/deployments/worker/scale',
        body: '{"spec":{"replicas":0}}',
      },
    ]);
    expect(runs).toMatchObject([{ outcome: 'carried-out' }]);
  });

  it('asks for no name that could be more than one', async () => {
    const names = ['../../secrets/x', 'a/b', 'Worker', 'a?b', '--all', 'a..b', 'x'.repeat(300)];
    const { runs } = await carryOut({ instances: names });
    expect(asked).toEqual([]);
    expect(runs.map(({ outcome }) => outcome)).toEqual(names.map(() => 'failed'));
  });

  it.each([403, 404, 500])(
    'fails when the API server answers %i, and repeats nothing of it',
    async (answer) => {
      status = answer;
      const { runs } = await carryOut({ instances: ['worker-3-a'] });
      expect(runs).toMatchObject([{ outcome: 'failed' }]);
      expect(JSON.stringify(runs)).not.toMatch(/secret|token-of/);
    },
  );

  it('takes a pod for stopped that is gone when it comes back to it', async () => {
    status = 404;
    const before: OrderRun[] = [
      { agent: 'worker-3', instance: 'worker-3-a', outcome: 'under-way', detail: '' },
    ];
    const { runs } = await carryOut({ agents: ['worker-3'] }, undefined, before);
    expect(runs).toMatchObject([{ outcome: 'stopped' }]);
  });

  it.each([
    ['neither a pod nor a Deployment', {}],
    ['both', { pod: '{instance}', deployment: '{agent}' }],
    ['a placeholder that nobody fills', { pod: '{pod}' }],
    ['a server without TLS', { pod: '{instance}', server: 'http://10.0.0.1' }],
    ['a namespace that is a path', { pod: '{instance}', namespace: 'a/b' }],
  ])('refuses %s at once', async (_what, settings) => {
    await expect(carryOut({ agents: ['worker-3'] }, settings)).rejects.toThrow(/executor kubernetes/);
  });
});
