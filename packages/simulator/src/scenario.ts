import type { Faults } from './faults.ts';
import type { Truth } from './label.ts';
import type { Stage } from './stage/stage.ts';

/** A story about a fleet, and what must be found in it. */
export interface Scenario {
  /** Kebab-case. */
  id: string;
  /** One sentence. */
  title: string;
  kind: 'attack' | 'benign';
  /** The scenario that differs only in what makes this one benign, or an attack. */
  twin?: string;
  /** How many agents it needs. Default 5. */
  agentsMin?: number;
  /** A policy file, as YAML. Default: none. */
  policy?: string;
  /** Troubles that the story is about. Others may come on top. */
  faults?: Faults;
  /** Plays the story and says what must be found. */
  play(stage: Stage): Truth;
}

interface Pair {
  attack: { id: string; title: string; policy?: string };
  /** `title` says what makes it benign. */
  benign: { id: string; title: string; policy?: string };
  agentsMin?: number;
  policy?: string;
  play(stage: Stage, malicious: boolean): Truth;
}

/** An attack and its benign twin: one story, told twice. */
export function pair({ attack, benign, play, ...common }: Pair): Scenario[] {
  return [
    { ...common, ...attack, kind: 'attack', twin: benign.id, play: (stage) => play(stage, true) },
    { ...common, ...benign, kind: 'benign', twin: attack.id, play: (stage) => play(stage, false) },
  ];
}

export const benign = (scenario: Omit<Scenario, 'kind' | 'twin'>): Scenario[] => [
  { ...scenario, kind: 'benign' },
];
