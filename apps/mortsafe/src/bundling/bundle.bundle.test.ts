import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '@mortsafe/agent-events';
import { freePorts } from '@mortsafe/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otlpLogs } from '../canary/beat.ts';
import { type Commands, commandsIn, type RunningCommand } from '../testing/commands-in.ts';
import { bundle } from './bundle.ts';

const DOCKERFILE = new URL('../../../../Dockerfile', import.meta.url);
const WAIT = { timeout: 90_000, interval: 200 };

let place: string;
let run: Commands;
/** What the image runs, without the program's name, where the bundle is here. */
let entryPoint: string[];
const mortsafe = (...args: string[]): RunningCommand => run.node([...entryPoint, ...args]);
const saidBy = async (command: RunningCommand): Promise<string> => {
  const code = await command.ended;
  return `${code}: ${command.said()}`;
};

beforeAll(async () => {
  // Far from the workspace: nothing may be found there by chance.
  place = await mkdtemp(join(tmpdir(), 'mortsafe-bundle-'));
  await bundle(join(place, 'mortsafe'));
  entryPoint = (await inImage(/^ENTRYPOINT (\[.*\])$/m)).map((part) =>
    part.replace(/^\/opt(?=\/mortsafe\/)/, place),
  );
  const empty = join(place, 'empty');
  await mkdir(empty);
  run = commandsIn(empty);
});
afterAll(async () => {
  run?.endAll();
  await rm(place, { recursive: true, force: true });
});

/** A command that the image names, without the program's name. */
async function inImage(naming: RegExp): Promise<string[]> {
  const [, command = '[]'] = naming.exec(await readFile(DOCKERFILE, 'utf8')) ?? [];
  return (JSON.parse(command) as string[]).slice(1);
}

describe('the bundle, in an empty folder', () => {
  it.each(['detector', 'soc', 'up'])('says what %s takes', async (command) => {
    expect(await saidBy(mortsafe(command, '--help'))).toContain(`0: Usage: mortsafe ${command}`);
  });

  it('runs all of it: from what agents send to what people are told', { timeout: 200_000 }, async () => {
    const [agents, soc, operations] = (await freePorts(3)).map(String) as [string, string, string];
    const env = { MORTSAFE_OPERATIONS_PORT: operations };
    const up = run.node([...entryPoint, 'up', '--agents-port', agents, '--soc-port', soc], env);
    await expect.poll(up.said, WAIT).toContain(agents);
    expect(await run.node(await inImage(/^HEALTHCHECK[^[]*CMD (\[.*\])$/m), env).ended).toBe(0);
    const says = (type: string, instance: string, fields: object = {}) => {
      const time = Date.now();
      const event = { id: `${type}-${instance}`, type, time, observedTime: time, origin: 'agent' };
      const about = { fleet: 'crew', agent: 'worker', instance, ...fields };
      return fetch(`http://127.0.0.1:${agents}/v1/logs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: otlpLogs([{ ...event, ...about } as AgentEvent]),
      });
    };
    expect((await says('agent.started', 'w-1')).status).toBe(200);
    const kill = mortsafe('kill', 'worker', '--fleet', 'crew', '--url', `http://127.0.0.1:${soc}`);
    expect(await saidBy(kill)).toMatch(/^0: /);
    await says('agent.stopped', 'w-1', { reason: 'killed' });
    await says('agent.started', 'w-2');
    await expect.poll(up.said, WAIT).toContain('Killed agent worker is back');

    const [, link = ''] = /(http:\S+token=\S+)/.exec(up.said()) ?? [];
    const signIn = await fetch(link, { redirect: 'manual' });
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    const style = await fetch(`http://127.0.0.1:${soc}/style.css`, { headers: { cookie } });
    expect(await style.text()).toContain('{');
    const page = await fetch(`http://127.0.0.1:${soc}/`, { headers: { cookie, accept: 'text/html' } });
    const [, script = 'none'] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? [];
    expect((await fetch(`http://127.0.0.1:${soc}${script}`)).status).toBe(200);
    expect(await up.end()).toBe(0);
    expect(await run.node(await inImage(/^HEALTHCHECK[^[]*CMD (\[.*\])$/m), env).ended).toBe(1);
  });

  it('takes rules of a user’s own, and runs their tests', async () => {
    expect(await saidBy(mortsafe('rules', 'new', './my-rules/calls-to-the-dead'))).toMatch(/^0: /);
    expect(await saidBy(mortsafe('rules', 'test', 'my-rules'))).toMatch(/^0: /);
  });

  it('carries the licences of what it holds', async () => {
    const licences = await readFile(join(place, 'mortsafe/LICENCES.txt'), 'utf8');
    for (const name of ['kafkajs', '@electric-sql/pglite', 'hono', 'pg', 'react', '@tanstack/query-core']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
  });
});
