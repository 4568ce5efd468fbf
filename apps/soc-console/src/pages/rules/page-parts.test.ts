import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { partsOfPage } from './page-parts.ts';

const folder = new URL('../../../../../docs/rules/', import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
const read = (name: string) => partsOfPage(readFileSync(new URL(name, folder), 'utf8'));

describe('what a list says of a rule', () => {
  it.each(pages)('is in its page: %s', (name) => {
    const { finds, severities, body } = read(name);
    expect(finds).toMatch(/^[A-Z`].{20,}[.]$/);
    expect(finds).not.toContain('](');
    expect(severities).not.toEqual([]);
    expect(body).not.toMatch(/^# /m);
  });

  it('takes the severities of their section alone', () => {
    const page =
      '# `x`: it\n\nIt sees *this*.\n\nCritical, said elsewhere.\n\n## Severity\n\nHigh; low at night.\n\n## Ids\n\nMedium';
    expect(partsOfPage(page)).toMatchObject({ finds: 'It sees this.', severities: ['high', 'low'] });
  });

  it('knows which numbers are durations', () => {
    expect(read('telemetry-gap.md').durations).toEqual(['minimum', 'maximum', 'afterKill']);
  });

  it('says nothing of a page that has none of it', () => {
    expect(partsOfPage('')).toEqual({ finds: '', severities: [], durations: [], body: '' });
  });
});
