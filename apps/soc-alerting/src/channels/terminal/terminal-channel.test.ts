import { describe, expect, it } from 'vitest';
import { notificationFullOf, notificationOf, storyOf } from '../../testing/notifications.ts';
import { renderStory } from './render-story.ts';
import { terminalChannel } from './terminal-channel.ts';
import { textWidth, wrap } from './wrap.ts';

const plain = { width: 80, colour: false, changes: ['opened'] as const };

describe('an incident on the terminal', () => {
  it('says who was killed, who brought it back and how that is known, who hid it, how long, and what to do', () => {
    const text = renderStory(storyOf(), plain);
    for (const said of [
      'CRITICAL',
      'Killed agent worker-3 is back',
      'Brought back by    planner (by its own record)',
      'Links re-opened    planner, critic and store',
      'Hidden by          planner (by its own authenticated connection)',
      'Outlived its kill  by 14 s at least',
      'mortsafe kill planner --fleet checkout',
    ]) {
      expect(text).toContain(said);
    }
  });

  it.each([40, 60, 80, 100, 250])('keeps to a terminal of %d columns', (width) => {
    const lines = renderStory(storyOf(), { ...plain, width }).split('\n');
    // Commands and links stay whole, so that they can be copied.
    const wrapped = lines.filter((line) => !/\$ mortsafe|http:/.test(line));
    for (const line of wrapped) expect(textWidth(line)).toBeLessThanOrEqual(Math.min(width, 100));
  });

  it('uses colour only where it is wanted', () => {
    expect(renderStory(storyOf(), plain)).not.toContain('\u001b');
    expect(renderStory(storyOf(), { ...plain, colour: true })).toContain('\u001b[1;97;41m CRITICAL');
  });

  it('lets no agent move the cursor, clear the screen or hide', () => {
    const text = renderStory(notificationFullOf('\u001b[2J\u009b1A\r\u202e\u0007').story, plain);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('says so when it tells more of an incident that is known', () => {
    expect(renderStory(storyOf(), { ...plain, changes: ['rule:masked-failure'] })).toContain('update');
  });
});

describe('an incident that is dealt with', () => {
  it('says so first', () => {
    const story = { ...storyOf(), status: 'resolved' as const };
    const text = renderStory(story, { ...plain, changes: ['resolved:3'] });
    expect(text).toContain('RESOLVED');
    expect(text).not.toContain('CRITICAL');
  });

  it('names what else the message is about', () => {
    const others = [{ story: storyOf(), changes: ['opened'] as const }];
    expect(renderStory(storyOf(), { ...plain, others })).toContain(
      'Also: CRITICAL Killed agent worker-3 is back',
    );
  });
});

describe('the terminal channel', () => {
  const signal = new AbortController().signal;

  it('writes, and is done once it is written', async () => {
    const written: string[] = [];
    const channel = terminalChannel({
      write: async (text) => void written.push(text),
      width: () => 80,
      colour: false,
    });
    expect(await channel.deliver(notificationOf(), signal)).toEqual({ status: 'delivered' });
    expect(written.join('')).toContain('Killed agent worker-3 is back');
  });

  it('tries again when the terminal takes nothing', async () => {
    const channel = terminalChannel({ write: () => Promise.reject(new Error('EPIPE')) });
    expect(await channel.deliver(notificationOf(), signal)).toMatchObject({ status: 'retry' });
  });
});

describe('wrapping', () => {
  it('breaks at spaces, within long words, and counts wide characters', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('abcdefgh', 3)).toEqual(['abc', 'def', 'gh']);
    expect(wrap('結帳工人', 4)).toEqual(['結帳', '工人']);
    expect(wrap('', 10)).toEqual(['']);
  });
});
