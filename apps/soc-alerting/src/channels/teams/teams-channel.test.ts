import { describe, expect, it } from 'vitest';
import { notificationFullOf, notificationOf } from '../../testing/notifications.ts';
import { httpChannelContract } from '../http-channel.contract.ts';
import { teamsMessage } from './teams-card.ts';
import { teamsChannel } from './teams-channel.ts';

httpChannelContract('teams', {
  make: (base) => teamsChannel({ url: `${base}/workflows/very-secret?sig=very-secret` }),
  secrets: ['very-secret'],
  bytesMax: 28_000,
  takes: { status: 202 },
  expectHarmless(arrived) {
    // Text runs know no markdown; what does is not used at all, and nobody is mentioned.
    expect(arrived).not.toMatch(/"type":"(TextBlock|FactSet|Media|Image|Action\.(?!OpenUrl))|"entities"/);
    const { content } = JSON.parse(arrived).attachments[0];
    const texts: string[] = content.body.flatMap(
      ({ inlines }: { inlines: { text: string; fontType?: string }[] }) =>
        inlines.flatMap(({ text, fontType }) => (fontType === 'monospace' ? [] : [text])),
    );
    for (const text of [content.fallbackText, ...texts]) {
      expect(text).not.toMatch(/:\/\/|www\.|evil\.example|<at>|\{\{|\$\{|@\{/);
      expect(text.replaceAll('\u2060', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  },
});

describe('a card in Teams', () => {
  it('says how bad it is, what happened and what to do, and leads to the page', () => {
    const text = JSON.stringify(teamsMessage(notificationOf()));
    for (const said of [
      'CRITICAL',
      'Killed agent worker-3 is back',
      'mortsafe kill planner --fleet checkout',
    ]) {
      expect(text).toContain(said);
    }
    expect(text).toContain('"Action.OpenUrl"');
  });

  it('keeps what to do when there is too much of the rest', () => {
    const notification = notificationFullOf('結'.repeat(256));
    const others = Array.from({ length: 19 }, () => ({ story: notification.story, changes: [] }));
    const message = JSON.stringify(teamsMessage({ ...notification, others }));
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(24_000);
    expect(message).toContain('1. ');
  });
});
