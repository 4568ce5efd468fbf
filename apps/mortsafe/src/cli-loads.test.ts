import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const commands = [
  'kill',
  'agents',
  'orders',
  'rescind',
  'authorise-relaunch',
  'silence',
  'contain',
  'token',
  'link',
];
const listing = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  for (const command of ${JSON.stringify(commands)}) await import('./commands/' + command + '.ts');
  console.log(loaded.join('\\n'));
`;

describe('a command that only asks the control door', () => {
  it('waits for no rule, no detector and no SOC application to load', () => {
    const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', listing], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      encoding: 'utf8',
    }).split('\n');
    expect(loaded.filter((url) => url.endsWith('/commands/kill.ts'))).toHaveLength(1);
    const parts =
      /\/packages\/(rules|detection|simulator)\/|\/apps\/(detector|soc-alerting)\/src\/index\.ts|\/packages\/sources\/src\/index\.ts/;
    expect(loaded.filter((url) => parts.test(url))).toEqual([]);
  });
});
