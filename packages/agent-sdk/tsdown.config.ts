import { defineConfig } from 'tsdown';

/** Both module systems; our own vocabulary is inlined, so that the package stands on OpenTelemetry alone. */
export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node/index.ts' },
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20',
  // Not eager, it does not see the types of a package that has no build of its own.
  dts: { eager: true },
  fixedExtension: false,
  checks: { bundlerTimings: false },
  deps: { alwaysBundle: [/^@mortsafe\//], neverBundle: [/^@opentelemetry\//] },
});
