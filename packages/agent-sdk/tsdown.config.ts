import { dirname, relative, resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'tsdown';

const frameworks = ['mcp', 'langgraph', 'openai-agents', 'ai-sdk', 'mastra'];
const common: UserConfig = {
  entry: {
    index: 'src/index.ts',
    node: 'src/node/index.ts',
    ...Object.fromEntries(frameworks.map((name) => [name, `src/integrations/${name}/index.ts`])),
  },
  // Not eager, it does not see the types of a package that has no build of its own.
  dts: { eager: true },
  fixedExtension: false,
  checks: { bundlerTimings: false },
  // Our own vocabulary is inlined, so that the package stands on OpenTelemetry alone.
  deps: { alwaysBundle: [/^@mortsafe\//], neverBundle: [/^@opentelemetry\//] },
};

/** What does nothing stands in for what needs Node.js; all else is the same, the integrations included. */
const inert = ['start-agent.ts', 'node/setup-telemetry.ts'].map((file) => resolve('src', file));
const standIns = {
  name: 'edge',
  resolveId(imported: string, importer: string | undefined): string | undefined {
    if (importer === undefined || !imported.startsWith('.')) return undefined;
    const file = resolve(dirname(importer), imported);
    return inert.includes(file) && !importer.includes('/edge/')
      ? resolve('src/edge', relative(dirname(file), file))
      : undefined;
  },
};

/** For Node.js in both module systems, and for browsers and edge runtimes, which take the types of the first. */
export default defineConfig([
  { ...common, format: ['esm', 'cjs'], platform: 'node', target: 'node20' },
  {
    ...common,
    ...{ format: 'esm', platform: 'browser', target: 'es2022', outDir: 'dist/edge', dts: false },
    define: { 'process.env': '{}' },
    plugins: [standIns],
  },
]);
