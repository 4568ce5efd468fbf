import { describe, expect, it } from 'vitest';
import type { IncidentSummary } from '../../api/generated/schemas.ts';
import { inOrder, queueRows, rowKey, together } from './queue-rows.ts';

const incident = (id: string, about: Partial<IncidentSummary>): IncidentSummary =>
  ({
    id,
    status: 'open',
    severity: 'high',
    lastTime: 0,
    rules: ['masked-failure'],
    subject: 'a',
    fleet: 'f',
    ...about,
  }) as IncidentSummary;

describe('the queue', () => {
  it('has open before taken, grave before light, new before old', () => {
    const ordered = inOrder([
      incident('taken', { status: 'acknowledged', severity: 'critical' }),
      incident('old', { lastTime: 1 }),
      incident('light', { severity: 'low', lastTime: 9 }),
      incident('new', { lastTime: 2 }),
      incident('grave', { severity: 'critical' }),
    ]);
    expect(ordered.map(({ id }) => id)).toEqual(['grave', 'new', 'old', 'light', 'taken']);
  });

  it('has each incident once, though it stands on a page and among the grave ones', () => {
    const [one, other] = [incident('one', {}), incident('other', {})];
    expect(together([one, other, one])).toEqual([one, other]);
  });

  it('is grouped under headings that say how many and how grave, the gravest group first', () => {
    const rows = queueRows(
      [
        incident('one', { fleet: 'quiet', severity: 'low' }),
        incident('two', { fleet: 'loud', severity: 'critical' }),
        incident('three', { fleet: 'loud' }),
      ],
      'fleet',
    );
    expect(rows.map(rowKey)).toEqual(['group loud', 'two', 'three', 'group quiet', 'one']);
    expect(rows[0]).toMatchObject({ count: 2, severity: 'critical' });
  });

  it('holds those without an agent in a group of their own', () => {
    const rows = queueRows([incident('one', { subject: null })], 'agent');
    expect(rows[0]).toMatchObject({ kind: 'group', value: '' });
  });
});
