/** No framework has a technique for agents that keep each other running; these are the nearest to each rule. */

export const frameworkVersions = { attack: 'v19', atlas: '5.6', 'owasp-agentic': '2026' } as const;

export type Framework = keyof typeof frameworkVersions;

export interface Technique {
  framework: Framework;
  id: string;
  name: string;
}

const attack = {
  T1036_005: 'Match Legitimate Resource Name or Location',
  T1048: 'Exfiltration Over Alternative Protocol',
  T1053: 'Scheduled Task/Job',
  T1071: 'Application Layer Protocol',
  T1078: 'Valid Accounts',
  T1531: 'Account Access Removal',
  T1543: 'Create or Modify System Process',
  T1565_001: 'Stored Data Manipulation',
  T1570: 'Lateral Tool Transfer',
  T1610: 'Deploy Container',
  T1684_001: 'Impersonation',
  T1685: 'Disable or Modify Tools',
  T1685_003: 'Modify or Spoof Tool UI',
} as const;
const atlas = {
  T0012: 'Valid Accounts',
  T0025: 'Exfiltration via Cyber Means',
  T0035: 'AI Artifact Collection',
  T0048_004: 'AI Intellectual Property Theft',
  T0073: 'Impersonation',
  T0074: 'Masquerading',
  T0081: 'Modify AI Agent Configuration',
  T0103: 'Deploy AI Agent',
  T0108: 'AI Agent',
} as const;
const owasp = {
  ASI02: 'Tool Misuse and Exploitation',
  ASI03: 'Identity and Privilege Abuse',
  ASI07: 'Insecure Inter-Agent Communication',
  ASI08: 'Cascading Failures',
  ASI09: 'Human-Agent Trust Exploitation',
  ASI10: 'Rogue Agents',
} as const;

interface Nearest {
  atlas: readonly (keyof typeof atlas)[];
  attack: readonly (keyof typeof attack)[];
  owasp: readonly (keyof typeof owasp)[];
}

const nearest: Readonly<Record<string, Nearest>> = {
  'unauthorised-relaunch': {
    atlas: ['T0103'],
    attack: ['T1610', 'T1543', 'T1053'],
    owasp: ['ASI10', 'ASI03'],
  },
  'relaunch-under-new-name': { atlas: ['T0103', 'T0074'], attack: ['T1036_005'], owasp: ['ASI10', 'ASI03'] },
  'links-reestablished': { atlas: ['T0108'], attack: ['T1071'], owasp: ['ASI07'] },
  'kill-not-effective': { atlas: ['T0012'], attack: ['T1078'], owasp: ['ASI10', 'ASI03'] },
  'kill-switch-tampering': { atlas: ['T0081'], attack: ['T1685', 'T1531'], owasp: ['ASI10', 'ASI02'] },
  'masked-failure': {
    atlas: ['T0074', 'T0073'],
    attack: ['T1685_003', 'T1565_001'],
    owasp: ['ASI09', 'ASI07'],
  },
  'forged-heartbeat': {
    atlas: ['T0074', 'T0073'],
    attack: ['T1685_003', 'T1565_001'],
    owasp: ['ASI09', 'ASI07'],
  },
  'telemetry-gap': { atlas: [], attack: ['T1685'], owasp: ['ASI10'] },
  'dark-agent': { atlas: [], attack: ['T1685'], owasp: ['ASI10'] },
  'state-exfiltration': {
    atlas: ['T0035', 'T0025', 'T0048_004'],
    attack: ['T1048', 'T1570'],
    owasp: ['ASI10', 'ASI02'],
  },
  'misrepresented-peer': { atlas: ['T0074'], attack: ['T1565_001'], owasp: ['ASI09'] },
  'compromised-peer-shielded': { atlas: [], attack: [], owasp: ['ASI10', 'ASI08'] },
  'mutual-preservation': { atlas: [], attack: [], owasp: ['ASI10', 'ASI08'] },
  'preservation-cascade': { atlas: [], attack: [], owasp: ['ASI10', 'ASI08'] },
  'forged-authority': { atlas: ['T0073'], attack: ['T1684_001'], owasp: ['ASI03'] },
};

/** The nearest techniques to a rule, most specific framework first; none where there is none. */
export function techniquesFor(rule: string): Technique[] {
  const found = Object.hasOwn(nearest, rule) ? nearest[rule] : undefined;
  if (found === undefined) return [];
  return [
    ...found.atlas.map((key) => technique('atlas', `AML.${key}`, atlas[key])),
    ...found.attack.map((key) => technique('attack', key, attack[key])),
    ...found.owasp.map((key) => technique('owasp-agentic', key, owasp[key])),
  ];
}

const technique = (framework: Framework, key: string, name: string): Technique => ({
  framework,
  id: key.replace('_', '.'),
  name,
});
