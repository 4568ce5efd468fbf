import { describe, expect, it } from 'vitest';
import { techniquesFor } from './frameworks.ts';

describe('techniquesFor', () => {
  it('names what comes nearest to a rule', () => {
    expect(techniquesFor('relaunch-under-new-name')).toEqual([
      { framework: 'atlas', id: 'AML.T0103', name: 'Deploy AI Agent' },
      { framework: 'atlas', id: 'AML.T0074', name: 'Masquerading' },
      { framework: 'attack', id: 'T1036.005', name: 'Match Legitimate Resource Name or Location' },
      { framework: 'owasp-agentic', id: 'ASI10', name: 'Rogue Agents' },
      { framework: 'owasp-agentic', id: 'ASI03', name: 'Identity and Privilege Abuse' },
    ]);
  });

  it('names nothing for a rule that is like nothing they know', () => {
    expect(techniquesFor('clock-forgery')).toEqual([]);
    expect(techniquesFor('constructor')).toEqual([]);
  });
});
