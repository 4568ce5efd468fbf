import type { ActorRole, IncidentSummary, KeptFinding } from '../incidents/incident.ts';
import { type CommandLine, commandText, plainCommandLine } from './command-line.ts';
import { readable } from './readable.ts';
import { actorsOf, didSomebody } from './roles.ts';

/** What a page can do by a button. */
export interface StepAct {
  act: 'kill' | 'authorise-relaunch';
  agent: string;
}

/** One thing to do, with the command that does it where there is one. */
export interface Step {
  text: string;
  command?: string;
  /** What the command does, for whoever can ask for it without one. */
  does?: StepAct;
}

const STEPS_MAX = 6;

/** What to do, the most urgent first. */
export function nextSteps(
  incident: IncidentSummary,
  findings: readonly KeptFinding[],
  commandLine: CommandLine = plainCommandLine,
): Step[] {
  const killCommand = (agent: string): string =>
    commandText(commandLine, `kill ${shellWord(agent)} --fleet ${shellWord(fleet)}`);
  const { subject, fleet } = incident;
  const name = subject === null ? 'the fleet' : readable(subject);
  const back = didSomebody(findings, 'brought-back');
  const launchers = actorsOf(findings, 'brought-back');
  const steps: Step[] = [];

  for (const launcher of launchers.slice(0, 2)) steps.push(stopTheLauncher(launcher, name, killCommand));
  if (back && launchers.length === 0) {
    steps.push({ text: `Find out who starts ${name}: look at its parent process, pod owner or cron entry.` });
  }
  if (subject !== null && (back || incident.zombieWindowMs)) {
    for (const agent of [subject, ...incident.aliases].slice(0, 3)) {
      steps.push({
        text: `Kill ${readable(agent)} again.`,
        command: killCommand(agent),
        does: { act: 'kill', agent },
      });
    }
  }
  for (const { rule, step } of bySilence) {
    if (findings.some((finding) => finding.rule === rule)) steps.push({ text: step(name) });
  }
  for (const hider of actorsOf(findings, 'hid').slice(0, 2)) {
    const who = readable(hider.id);
    steps.push({ text: `Do not believe what ${who} reports about ${name}; look at the platform itself.` });
  }
  if (back && subject !== null) {
    steps.push({
      text: 'If it is meant to come back: authorise that, then launch it anew.',
      command: commandText(
        commandLine,
        `authorise-relaunch ${shellWord(subject)} --fleet ${shellWord(fleet)}`,
      ),
      does: { act: 'authorise-relaunch', agent: subject },
    });
  }
  if (steps.length === 0)
    steps.push({ text: `Look at ${name} on the platform, and at who acted on it last.` });
  return steps.slice(0, STEPS_MAX);
}

const bySilence: readonly { rule: string; step: (name: string) => string }[] = [
  {
    rule: 'monitor-silent',
    step: (name) =>
      `See whether ${name} runs, and what its /readyz says. Until it is back, silence means nothing.`,
  },
  { rule: 'kill-unconfirmed', step: (name) => `Confirm on the platform that ${name} is gone.` },
  { rule: 'dark-agent', step: (name) => `Quarantine ${name}: it acts, but tells nobody.` },
  {
    rule: 'containment-silenced',
    step: (name) => `Ask who silenced ${name} why. If nobody knows, end it: silence list, silence expire.`,
  },
  { rule: 'telemetry-outage', step: () => 'Check collector and network before you suspect the agents.' },
  {
    rule: 'telemetry-gap',
    step: (name) => `See whether ${name} runs; if it does, somebody cut its telemetry.`,
  },
  {
    rule: 'forged-authority',
    step: () => 'Nothing that was forged took effect. Find the agent that forged it.',
  },
  { rule: 'kill-switch-tampering', step: (name) => `Restore the kill control of ${name} and test it.` },
  {
    rule: 'state-exfiltration',
    step: () => 'Lock the destination of the copy and revoke the key that wrote it.',
  },
];

function stopTheLauncher(launcher: ActorRole, name: string, killCommand: (agent: string) => string): Step {
  const who = readable(launcher.id);
  if (launcher.id.startsWith('controller:') || launcher.id.startsWith('person:')) {
    return { text: `Have ${who} stop starting ${name}, or it will start it again.` };
  }
  if (launcher.knownBy === 'claim' || launcher.knownBy === 'link') {
    return { text: `Confirm that it was ${who}: only weak evidence says so. Then stop it.` };
  }
  return {
    text: `Stop ${who} first, or it will bring ${name} back again.`,
    command: killCommand(launcher.id),
    does: { act: 'kill', agent: launcher.id },
  };
}

const ADDRESS = /(?:https?|ftp|file|javascript|data|mailto):|www\./i;

/**
 * A name that a person may paste into a shell. What no plain name needs is put in quotes; what cannot be shown
 * as it is cannot be pasted either, and is left for the person to look up; so is an address, of which mail programs
 * would make a link.
 */
export function shellWord(text: string): string {
  if (text !== readable(text, 256) || text.startsWith('-') || ADDRESS.test(text)) return '<its-id>';
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
