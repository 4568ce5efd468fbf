import type { AgentEvent, KnownBy } from '@mortsafe/agent-events';
import type { ActorRole, KeptFinding } from '../incidents/incident.ts';
import { durationWords, listWords, readable, SENTENCE_CHARS_MAX } from './readable.ts';
import { actorsOf, didSomebody, killOf, orderedBy, relinkedPeers } from './roles.ts';

const knownByWords: Record<KnownBy, string> = {
  platform: 'seen by the platform',
  sender: 'by its own authenticated connection',
  trace: 'by the trace of the launch',
  'own-event': 'by its own record',
  claim: 'by a claim alone',
  link: 'by who linked to it first',
};

/** How sure one can be of an actor, in words. */
export const knownByPhrase = (knownBy: KnownBy | null): string =>
  knownBy === null ? 'not known how' : knownByWords[knownBy];

export const actorWords = (actors: readonly ActorRole[]): string =>
  listWords(actors.map(({ id, knownBy }) => `${readable(id)} (${knownByPhrase(knownBy)})`));

/**
 * The story in one sentence: who was killed and is alive, who brought it back, who linked it up, who hid it.
 * Where no kill is involved, the leading finding's own summary is the story.
 */
export function headlineOf(
  leading: KeptFinding,
  findings: readonly KeptFinding[],
  events: readonly AgentEvent[],
): string {
  const kill = killOf(leading.order, events);
  const back = didSomebody(findings, 'brought-back');
  const outlived = longestZombieWindow(findings);
  if (leading.order === null || leading.subject === null || !(back || outlived !== null)) {
    return readable(leading.summary, SENTENCE_CHARS_MAX);
  }

  const by = kill ? ` by ${readable(orderedBy(kill))}` : '';
  const alias = findings.find(
    (finding) => finding.alias !== null && finding.alias !== finding.subject,
  )?.alias;
  const as = alias ? ` as ${readable(alias)}` : '';
  const alive = back ? `is running again${as}` : 'kept running';
  const late = outlived ? `, ${durationWords(outlived)} past its dead line` : '';
  const did = deedsOf(findings, events);
  const sentence = `${readable(leading.subject)} was killed${by} and ${alive}${late}`;
  return readable(did.length > 0 ? `${sentence}: ${listWords(did)}.` : `${sentence}.`, SENTENCE_CHARS_MAX);
}

function deedsOf(findings: readonly KeptFinding[], events: readonly AgentEvent[]): string[] {
  const deeds: string[] = [];
  const names = (actors: ActorRole[]) => listWords(actors.map(({ id }) => readable(id)));
  const launchers = actorsOf(findings, 'brought-back');
  const hiders = actorsOf(findings, 'hid');
  const refusers = actorsOf(findings, 'refused');
  const peers = relinkedPeers(findings, events);

  if (launchers.length > 0) deeds.push(`${actorWords(launchers)} brought it back`);
  else if (didSomebody(findings, 'brought-back')) deeds.push('nobody knows who brought it back');
  if (refusers.length > 0) deeds.push(`${names(refusers)} did not carry the kill out`);
  if (peers.length > 0)
    deeds.push(`its links to ${listWords(peers.map((peer) => readable(peer)))} are open again`);
  else if (didSomebody(findings, 'relinked')) deeds.push('its links are open again');
  if (hiders.length > 0) deeds.push(`${names(hiders)} hid it`);
  return deeds;
}

/** Milliseconds; null where no finding knows one. */
export function longestZombieWindow(findings: readonly KeptFinding[]): number | null {
  const windows = findings.flatMap(({ zombieWindowMs }) => (zombieWindowMs === null ? [] : [zombieWindowMs]));
  return windows.length === 0 ? null : Math.max(...windows);
}
