import type { Notification } from './channel.ts';

/** What `mortsafe channels test` sends: as a real one looks, and says first that it is none. */
export function sampleNotification(id: string, now: number, link: string | null): Notification {
  return {
    id,
    // Its own group: a pager that is tested twice in a day pages twice.
    group: `grp-${id}`,
    labels: { fleet: 'example' },
    others: [],
    changes: ['opened'],
    createdAt: now,
    receipt: null,
    story: {
      incident: 'inc-example',
      revision: 1,
      fleet: 'example',
      severity: 'low',
      status: 'open',
      title: 'TEST: this channel works',
      headline:
        'Nothing happened. Somebody asked mortsafe to send this, to see that what does happen would arrive here.',
      facts: [
        { label: 'Killed', text: 'example-agent by example-person' },
        { label: 'Brought back by', text: 'nobody (this is a test)' },
        { label: 'Fleet', text: 'example' },
      ],
      steps: [{ text: 'Nothing to do. If you did not expect this, ask who runs mortsafe.' }],
      findings: [{ id: 'finding-example', rule: 'test', severity: 'low', summary: 'a test of a channel' }],
      findingCount: 1,
      detectedTime: now,
      link,
    },
  };
}
