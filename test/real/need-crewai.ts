import { execFile } from 'node:child_process';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const EXAMPLE = join(import.meta.dirname, '../../examples/crewai');
const REQUIREMENTS = join(EXAMPLE, 'requirements.txt');
const VENV = join(EXAMPLE, '.venv');
/** What is installed: the same requirements need no second time. */
const INSTALLED = join(VENV, 'requirements.txt');
/** Installs in seconds what takes pip minutes. */
const UV = 'uv==0.13.9';

const run = promisify(execFile);
const python = (...args: string[]) => run(join(VENV, 'bin/python'), args, { maxBuffer: 2 ** 26 });

/** Installs CrewAI as the example pins it, into a virtual environment beside it: 850 MB. */
export async function setup(): Promise<void> {
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if (wanted === (await readFile(INSTALLED, 'utf8').catch(() => undefined))) return;
  await rm(VENV, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', VENV]).catch(() => {
    throw new Error('these tests need Python 3.10 to 3.13 with its module venv (on Debian: python3-venv)');
  });
  await python('-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', UV);
  await python('-m', 'uv', 'pip', 'install', '--quiet', '--python', VENV, '--requirement', REQUIREMENTS);
  await copyFile(REQUIREMENTS, INSTALLED);
}
