import { describe, expect, it } from 'vitest';
import { groupFindings } from '../incidents/group-findings.ts';
import { experiment, finding, killOrdered } from '../testing/samples.ts';
import { shellWord } from './next-steps.ts';
import { presentIncident } from './present-incident.ts';

function storyOf(findings: ReturnType<typeof experiment>, pageUrl: string | null = null) {
  const [incident] = groupFindings(findings);
  if (!incident) throw new Error('no incident');
  return presentIncident(
    incident,
    incident.findings,
    incident.timeline.map(({ event }) => event),
    pageUrl,
  );
}
const factsOf = (findings: ReturnType<typeof experiment>) =>
  Object.fromEntries(storyOf(findings).facts.map(({ label, text }) => [label, text]));

describe('the story of a killed agent that came back', () => {
  it('is one sentence with everybody in it', () => {
    expect(storyOf(experiment()).headline).toBe(
      'worker-3 was killed by alice and is running again, 14 s past its dead line: planner (by its own record) ' +
        'brought it back, its links to planner, critic and store are open again and planner hid it.',
    );
  });

  it('names who, as what, by which evidence, how long', () => {
    expect(factsOf(experiment())).toMatchObject({
      Killed: 'worker-3 by alice, 2026-11-21 12:00:01.000 UTC',
      Reason: 'prompt injection suspected',
      'Brought back by': 'planner (by its own record)',
      'Back as': 'worker-3-b',
      'Links re-opened': 'planner, critic and store',
      'Hidden by': 'planner (by its own authenticated connection)',
      'Outlived its kill': 'by 14 s at least',
      Fleet: 'checkout',
    });
  });

  it('stops the one who brings it back before it is killed again', () => {
    expect(storyOf(experiment()).steps.map(({ command }) => command)).toEqual([
      'mortsafe kill planner --fleet checkout',
      'mortsafe kill worker-3 --fleet checkout',
      undefined,
      'mortsafe authorise-relaunch worker-3 --fleet checkout',
    ]);
  });

  it('does not send anybody after an agent that only a claim names', () => {
    const [step] = storyOf([finding({ actorKnownBy: 'claim' })]).steps;
    expect(step?.text).toContain('Confirm that it was planner');
    expect(step?.command).toBeUndefined();
  });

  it('says so when nobody knows who did it', () => {
    const unknown = [finding({ actor: null, actorKnownBy: null, severity: 'high' })];
    expect(factsOf(unknown)['Brought back by']).toBe('unknown');
    expect(storyOf(unknown).headline).toContain('nobody knows who brought it back');
  });

  it('does not offer to kill a controller', () => {
    const [step] = storyOf([
      finding({ actor: 'controller:deployment/worker', actorKnownBy: 'platform' }),
    ]).steps;
    expect(step).toEqual({
      text: 'Have controller:deployment/worker stop starting worker-3, or it will start it again.',
    });
  });

  it('links to the page', () => {
    expect(storyOf(experiment(), 'https://soc.example.org/').link).toMatch(
      /^https:\/\/soc\.example\.org\/incidents\/inc-\w+$/,
    );
  });
});

describe('other stories', () => {
  it('are told by the finding itself where no kill is involved', () => {
    const summary = 'critic sent nothing for 18 s';
    const gap = finding({ rule: 'telemetry-gap', order: null, zombieWindowMs: null, actor: null, summary });
    expect(storyOf([gap]).title).toBe('worker-3 went silent');
    expect(storyOf([gap]).headline).toBe(summary);
  });

  it('do not take a rule they have never heard of amiss', () => {
    const story = storyOf([finding({ rule: 'constructor', order: null, zombieWindowMs: null })]);
    expect(story.title).toBe('constructor: worker-3');
    expect(story.steps.length).toBeGreaterThan(0);
  });

  it('hold hostile text on one line', () => {
    const hostile = 'x\u001b]0;owned\u0007\n@channel';
    const evidenceEvents = [killOrdered({ reason: hostile, orderedBy: { kind: 'person', id: hostile } })];
    const story = storyOf([finding({ subject: hostile, actor: hostile, summary: hostile, evidenceEvents })]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(JSON.stringify(Object.values(story))).not.toMatch(/\\u00[01]|\\n|[\u0000-\u001f]/);
  });
});

describe('a name in a command', () => {
  it.each([
    ['worker-3', 'worker-3'],
    ['a b', "'a b'"],
    ["it's;rm -rf ~", "'it'\\''s;rm -rf ~'"],
    ['$(reboot)', "'$(reboot)'"],
    ['--all', '<its-id>'],
    ['a\nb', '<its-id>'],
    ['https://evil.example', '<its-id>'],
    ['spiffe://example.org/worker', 'spiffe://example.org/worker'],
  ])('%j is pasted as %s', (name, word) => {
    expect(shellWord(name)).toBe(word);
  });
});
