import { describe, expect, it } from 'vitest';
import { askedBy } from './draft.ts';

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries({ fleet: 'crew', agent: ' worker ', ...fields }))
    data.set(name, value);
  return data;
};

describe('an order, as a form says it', () => {
  it('leaves what is empty to the defaults of the API', () => {
    expect(askedBy(form({ act: 'kill', scope: 'agent', level: '', deadline: '', reason: '' }))).toEqual({
      name: 'post /control/kill',
      asked: { body: { fleet: 'crew', agent: 'worker' } },
    });
  });

  it('names exactly what its scope means', () => {
    const bodyOf = (scope: string) => askedBy(form({ act: 'kill', scope, instance: 'w-1' })).asked.body;
    expect(bodyOf('instance')).toEqual({ fleet: 'crew', agent: 'worker', instances: ['w-1'] });
    expect(bodyOf('lineage')).toEqual({ fleet: 'crew', agent: 'worker', scope: 'lineage' });
    expect(bodyOf('fleet')).toEqual({ fleet: 'crew', wholeFleet: true });
  });

  it('means exactly whom it is told, not who is called the same but for a blank', () => {
    const twin = { fleet: 'crew', agent: ' worker\n' };
    expect(askedBy(form({ act: 'kill', scope: 'agent' }), twin).asked.body).toEqual(twin);
    expect(askedBy(form({ act: 'quarantine' }), twin).asked.body).toEqual(twin);
  });

  it('counts the dead line in seconds', () => {
    const { asked } = askedBy(
      form({ act: 'kill', scope: 'agent', deadline: '2.5', level: 'emergency', reason: 'why' }),
    );
    expect(asked.body).toMatchObject({ deadlineMs: 2_500, level: 'emergency', reason: 'why' });
  });

  it('gives evidence where an agent is marked or cleared', () => {
    expect(askedBy(form({ act: 'clear', reason: 'looked at' }))).toEqual({
      name: 'post /control/clear',
      asked: { body: { fleet: 'crew', agent: 'worker', evidence: 'looked at' } },
    });
    expect(askedBy(form({ act: 'quarantine' })).asked.body).toEqual({ fleet: 'crew', agent: 'worker' });
  });

  it('lets an agent come back for so many hours', () => {
    const before = Date.now();
    const { asked } = askedBy(
      form({ act: 'authorise-relaunch', hours: '2', maxInstances: '3', ticket: 'T-1' }),
    );
    expect(asked.body).toMatchObject({ maxInstances: 3, ticket: 'T-1' });
    expect('notAfter' in asked.body && asked.body.notAfter).toBeGreaterThanOrEqual(before + 7_200_000);
  });
});
