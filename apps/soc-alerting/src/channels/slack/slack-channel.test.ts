import { describe, expect, it } from 'vitest';
import { notificationFullOf, notificationOf } from '../../testing/notifications.ts';
import { httpChannelContract } from '../http-channel.contract.ts';
import { expectNoMarkup } from './no-markup.contract.ts';
import { slackChannel } from './slack-channel.ts';
import { escaped, slackMessage } from './slack-message.ts';

httpChannelContract('slack by its webhook', {
  make: (base) => slackChannel({ url: `${base}/services/T000/very-secret` }),
  secrets: ['very-secret'],
  bytesMax: 40_000,
  expectHarmless: expectNoMarkup,
});

describe('a Slack message', () => {
  it('says at a glance how bad it is and what happened', () => {
    const [header, headline] = slackMessage(notificationOf()).blocks;
    expect(header).toMatchObject({
      type: 'header',
      text: { text: '🔴 CRITICAL · Killed agent worker-3 is back' },
    });
    expect(JSON.stringify(headline)).toContain('brought it back');
  });

  it('offers commands that can be pasted as they are', () => {
    expect(JSON.stringify(slackMessage(notificationOf()))).toContain(
      '`mortsafe kill planner --fleet checkout`',
    );
  });

  it.each([
    '<!channel>',
    '<@U123>',
    '@here',
    '<https://evil.example|click>',
    'https://evil.example',
    '*bold* `code`',
  ])('neither mentions, links nor formats for %s', (text) => {
    const written = JSON.stringify(slackMessage(notificationFullOf(text)));
    expect(written).not.toMatch(/<[!@#h]/);
    expect(escaped(text)).not.toMatch(/[<>]|[@#*`](?!\u2060)|:\/\//);
  });

  it.each(['x'.repeat(256), '&'.repeat(256), '<'.repeat(256), '"'.repeat(256), '結'.repeat(256)])(
    'keeps within the limits of Slack when agents write %.3s…',
    (text) => {
      const { blocks } = slackMessage(notificationFullOf(text));
      expect(blocks.length).toBeLessThanOrEqual(50);
      expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
      expect(JSON.stringify(blocks.at(-1))).toContain('inc-');
      for (const block of blocks) {
        if (block.type === 'header') expect(block.text.text.length).toBeLessThanOrEqual(150);
        if (block.type === 'section' && 'text' in block)
          expect(block.text.text.length).toBeLessThanOrEqual(3_000);
        if (block.type === 'section' && 'fields' in block) {
          expect(block.fields.length).toBeLessThanOrEqual(10);
          for (const { text: field } of block.fields) expect(field.length).toBeLessThanOrEqual(2_000);
        }
      }
    },
  );
});
