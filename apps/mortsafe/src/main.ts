#!/usr/bin/env node
import { runCli } from './cli.ts';
import { callOf } from './self.ts';

const LINGER_MS = 1_000;

// Whoever reads us may stop reading, as `head` does; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// Not `process.exit`: it would cut off what is still on its way into a pipe.
process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  stdin: process.stdin,
  env: process.env,
  ...callOf(process.env, process.cwd()),
});

// A question to a broker that is away would keep us until it is given up; nobody waits for the answer any more.
setInterval(() => {
  if (process.stdout.writableLength + process.stderr.writableLength === 0) process.exit();
}, LINGER_MS).unref();
