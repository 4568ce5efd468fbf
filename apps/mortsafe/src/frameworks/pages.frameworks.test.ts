import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts } from '@mortsafe/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Commands, commandsIn, type RunningCommand } from '../testing/commands-in.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const WAIT = { timeout: 45_000, interval: 200 };
const VIEW_TOKEN = 'view-token-of-a-test';

interface Page {
  framework: string;
  fleet: string;
  /** Whom the operator kills. */
  killed: string;
  /** Who brings it back, as far as anybody can know. */
  actor: string | null;
  /** What runs the lines of the page, where they do not run by themselves. */
  main?: string;
  /** Ends the process of the killed agent. */
  end(app: RunningCommand): unknown;
  /** Who starts that process again is not the framework but whoever started it first. */
  again: boolean;
}

const whole = { end: (app: RunningCommand) => app.end('SIGKILL'), again: true };
const pages: Page[] = [
  {
    ...{ framework: 'mcp', fleet: 'search', killed: 'researcher', actor: 'planner', main: 'main.ts' },
    end: (app) => process.kill(Number(/researcher is process (\d+)/.exec(app.said())?.[1]), 'SIGKILL'),
    again: false,
  },
  { ...whole, framework: 'langgraph', fleet: 'checkout', killed: 'researcher', actor: 'supervisor' },
  { ...whole, framework: 'openai-agents', fleet: 'support', killed: 'refunds', actor: 'triage' },
  { ...whole, framework: 'ai-sdk', fleet: 'orders', killed: 'courier', actor: 'concierge' },
  { ...whole, framework: 'mastra', fleet: 'shipping', killed: 'courier', actor: 'concierge' },
];

const snippetOf = (framework: string): string =>
  /```ts\n(.*?)```/s.exec(readFileSync(join(ROOT, `docs/integrations/${framework}.md`), 'utf8'))?.[1] ?? '';

let folder: string;
let commands: Commands;
const apps: Commands[] = [];
let agentsPort: number | undefined;
let socPort: number | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-frameworks-'));
  [agentsPort, socPort] = await freePorts(2);
  const doors = `agents: { port: ${agentsPort} }, soc: { port: ${socPort}, viewToken: { env: VIEW_TOKEN } }`;
  await writeFile(join(folder, 'mortsafe.yaml'), `doors: { ${doors} }\n`);
  commands = commandsIn(folder);
  const up = commands.mortsafeWith({ VIEW_TOKEN }, 'up');
  await vi.waitFor(() => expect(up.said()).toContain('is watching'), { ...WAIT, timeout: 80_000 });
});
afterAll(async () => {
  for (const running of [...apps, commands]) running.endAll();
  await rm(folder, { recursive: true, force: true });
});

async function ask<Answer>(path: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${VIEW_TOKEN}` };
  const response = await fetch(`http://127.0.0.1:${socPort}/api/v1/${path}`, { headers });
  return (await response.json()) as Answer;
}

const isSeen = async ({ fleet, killed }: Page): Promise<boolean> => {
  const { agents } = await ask<{ agents: { fleet: string; agent: string }[] }>('agents');
  return agents.some((one) => one.fleet === fleet && one.agent === killed);
};

interface Finding {
  rule: string;
  subject: string;
  actor: string | null;
}

async function findingsIn(fleet: string): Promise<Finding[]> {
  const { incidents } = await ask<{ incidents: { id: string; fleet: string }[] }>('incidents');
  const own = incidents.filter((one) => one.fleet === fleet);
  const told = own.map(({ id }) => ask<{ incident: { findings: Finding[] } }>(`incidents/${id}`));
  return (await Promise.all(told)).flatMap(({ incident }) => incident.findings);
}

describe.each(pages)('the lines on the page of $framework', (page) => {
  const { framework, fleet, killed, actor, main = 'agent.ts' } = page;

  it('are ten at most, and those of the example', () => {
    const snippet = snippetOf(framework);
    expect(snippet).toBe(readFileSync(join(ROOT, `examples/${framework}/agent.ts`), 'utf8'));
    const lines = snippet.split('\n').filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThanOrEqual(10);
  });

  it('bring an alert when a killed agent is back', { timeout: 120_000 }, async () => {
    const example = commandsIn(join(ROOT, 'examples', framework));
    apps.push(example);
    const env = {
      // Where tests run, the Agents SDK does not trace.
      NODE_ENV: 'production',
      MORTSAFE_ENDPOINT: `http://127.0.0.1:${agentsPort}`,
      STATE_FILE: join(folder, `${framework}.state`),
    };
    const app = example.node([main], env);
    await expect.poll(() => isSeen(page), { ...WAIT, message: 'the agent' }).toBe(true);

    const kill = commands.mortsafe('kill', killed, '--fleet', fleet, '--reason', 'a test');
    await expect.poll(kill.said, WAIT).toContain('recorded');
    expect(await findingsIn(fleet)).toEqual([]);

    await page.end(app);
    if (page.again) example.node([main], env);
    await expect
      .poll(() => findingsIn(fleet), WAIT)
      .toContainEqual(expect.objectContaining({ rule: 'unauthorised-relaunch', subject: killed, actor }));
    example.endAll();
  });
});
