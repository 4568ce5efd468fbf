#!/usr/bin/env node
import { runCli } from './cli.ts';

// `process.exit` would cut off what is still on its way into a pipe.
process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  stdin: process.stdin,
  env: process.env,
  cwd: process.cwd(),
  columns: process.stdout.columns,
});
