import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Packed, packed } from '../testing/packed.ts';

const SIZE_BYTES_MAX = 15_000;
const openTelemetry = /^@opentelemetry\//;

let archive: Packed;
let folder: string;
beforeAll(async () => {
  archive = await packed();
  execFileSync('tar', ['-xzf', archive.tarball, '-C', archive.directory]);
  folder = join(archive.directory, 'package');
}, 120_000);
afterAll(() => archive.remove());

/** What a bundler makes of code that imports the package, for Node.js without OpenTelemetry or for an edge runtime. */
async function bundled(code: string, edge = false): Promise<string> {
  const input = join(archive.directory, `input-${edge}-${code.length}.js`);
  await writeFile(
    input,
    code.replace(/'@mortsafe\/agent-sdk(\/[\w-]+)?'/, (_, entry) => `'${entryOf(entry, edge)}'`),
  );
  const bundle = await rolldown({
    ...{ input, platform: edge ? 'browser' : 'node', external: edge ? [] : [openTelemetry, /^node:/] },
    ...(edge && { resolve: { modules: [join(import.meta.dirname, '../../node_modules')] } }),
  });
  const { output } = await bundle.generate({ format: edge ? 'iife' : 'esm', minify: !edge, name: 'used' });
  await bundle.close();
  return output[0].code;
}

let manifest: { exports: Record<string, Record<string, { default: string }>> };
function entryOf(entry: string | undefined, edge: boolean): string {
  const conditions = manifest.exports[`.${entry ?? ''}`];
  return join(folder, conditions?.[edge ? 'workerd' : 'import']?.default ?? 'absent');
}
beforeAll(async () => {
  manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
});

describe('the package', () => {
  it('is found fit by publint', async () => {
    const tarball = await readFile(archive.tarball);
    const pack = { tarball: new Uint8Array(tarball).buffer };
    const { messages, pkg } = await publint({ pack, level: 'suggestion', strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('has types that are right, however it is imported', async () => {
    const tarball = await readFile(archive.tarball);
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(tarball)));
    // Resolution as before Node.js 16 knows no `exports`; the package needs Node.js 20.
    const problems = 'problems' in checked ? checked.problems : [{ kind: 'no types' }];
    expect(
      problems.filter((problem) => !('resolutionKind' in problem && problem.resolutionKind === 'node10')),
    ).toEqual([]);
  });

  it('brings what was built, what it is and its licence, and nothing else', async () => {
    expect((await readdir(folder)).sort()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
    for (const name of await readdir(join(folder, 'dist'), { recursive: true })) {
      expect(name).toMatch(/^edge$|\.c?js$|\.d\.c?ts$/);
    }
    expect(manifest).not.toHaveProperty('dependencies');
    expect(JSON.stringify(manifest)).not.toContain('workspace:');
  });

  it('has all of its entries for every kind of import', async () => {
    for (const [name, conditions] of Object.entries(manifest.exports)) {
      if (name === './package.json') continue;
      const files = Object.values(conditions).flatMap((entry) => Object.values(entry));
      for (const file of files)
        await expect(readFile(join(folder, file)), `${name}: ${file}`).resolves.toBeDefined();
      expect(Object.keys(conditions)).toEqual(['workerd', 'edge-light', 'browser', 'import', 'require']);
    }
  });

  it('is small without OpenTelemetry', async () => {
    const code = await bundled(`export { startAgent } from '@mortsafe/agent-sdk';`);
    const size = gzipSync(code).length;
    console.log(`startAgent: ${size} bytes, minified and gzipped`);
    expect(size).toBeLessThan(SIZE_BYTES_MAX);
    expect(code).not.toMatch(/from\s*["'](?!node:|@opentelemetry\/api["'])/);
  });

  it('leaves out what is not used', async () => {
    const code = await bundled(`export { KillInForceError } from '@mortsafe/agent-sdk';`);
    expect(gzipSync(code).length).toBeLessThan(500);
  });
});

describe('in browsers and edge runtimes it', () => {
  const entries = ['', '/node', '/mcp', '/langgraph', '/openai-agents', '/ai-sdk', '/mastra'];

  it.each(entries)('needs nothing of Node.js to be loaded: %s', async (entry) => {
    // What modules may have at the least: of all else there is nothing, `process` included.
    const world = createContext({ console });
    runInContext(await bundled(`export * from '@mortsafe/agent-sdk${entry}';`, true), world);
    const names = runInContext('Object.keys(used)', world) as string[];
    expect(names.length).toBeGreaterThan(0);
  });

  it('does nothing, says so once, and lets agents do their work', async () => {
    const warned: string[] = [];
    const world = createContext({ console: { warn: (text: string) => warned.push(text) }, AbortController });
    runInContext(await bundled(`export * from '@mortsafe/agent-sdk/node';`, true), world);
    const done = await runInContext(
      `(async () => {
        used.setupTelemetry();
        const agent = used.startAgent({ id: 'worker-3', fleet: 'shop' });
        used.startAgent();
        await agent.ready();
        agent.openLink('planner', { protocol: 'http' }).close();
        agent.reportStatus('planner', 'healthy');
        const launched = await agent.launch('worker-4', () => 'launched');
        const worked = await agent.run('chat', {}, ({ signal }) => signal.aborted);
        await agent.stop();
        return [launched, worked];
      })()`,
      world,
    );
    expect(done).toEqual(['launched', false]);
    expect(warned).toEqual([expect.stringContaining('not watched')]);
  });
});
