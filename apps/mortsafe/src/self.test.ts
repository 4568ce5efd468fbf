import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { callOf } from './self.ts';

const HOUSE = fileURLToPath(new URL('../../../', import.meta.url)).replace(/\/$/, '');
const byScript = (INIT_CWD: string) => ({ INIT_CWD, npm_package_json: join(HOUSE, 'package.json') });

describe('a call', () => {
  it('is made from where the process is', () => {
    expect(callOf({}, '/tmp')).toEqual({ cwd: '/tmp', self: 'mortsafe' });
  });

  it('is made from where the package manager was called, if it ran our script', () => {
    expect(callOf(byScript(join(HOUSE, 'docs')), HOUSE)).toEqual({
      cwd: join(HOUSE, 'docs'),
      self: 'npx -y pnpm@12 mortsafe',
    });
    expect(callOf(byScript('/tmp'), HOUSE)).toEqual({
      cwd: '/tmp',
      self: `npx -y pnpm@12 -C ${HOUSE} mortsafe`,
    });
  });

  it("is not made from where another project's script was called", () => {
    expect(callOf({ INIT_CWD: '/srv', npm_package_json: '/srv/package.json' }, '/srv/agents').cwd).toBe(
      '/srv/agents',
    );
    expect(callOf(byScript('/srv'), '/srv/agents').cwd).toBe('/srv/agents');
  });
});
