import { actsOf, addAct, type NewAct, type NotedAct } from './acts.ts';
import { type Containment, containmentOf } from './containment.ts';
import { giveOutAct } from './given-out.ts';
import { currentLaunch } from './launches.ts';
import type { Picture } from './picture.ts';
import type { Launch, ShieldingGroup } from './records.ts';

const GROUPS_MAX = 1_000;

/** Who is contained, and who shields whom, as a rule sees it. */
export class Shielding {
  readonly #picture: Picture;

  constructor(picture: Picture) {
    this.#picture = picture;
  }

  /** The oldest containment in force on an agent, or on one launch of it. */
  containmentOf(agent: string, launch?: Launch): Containment | undefined {
    return containmentOf(this.#picture, agent, launch);
  }

  /** Notes that one agent acted to keep another, contained, one running, connected or unseen. */
  note(act: NewAct): void {
    const { state, acts } = this.#picture;
    const { by, launch = this.#named(act), ...rest } = act;
    if (by.principal.kind !== 'agent' || by.principal.id === act.for || by.knownBy === 'link') return;
    const containment = this.containmentOf(act.for, launch);
    if (!containment) return;
    const noted: NotedAct = {
      ...rest,
      at: state.now,
      by: by.principal.id,
      weight: by.corroborated ? act.weight : act.weight / 2,
      knownBy: by.knownBy,
      corroborated: by.corroborated,
      containment: containment.id,
      order: containment.order?.id,
    };
    const added = addAct(state.acts, noted);
    if (!added) return;
    acts.push(added);
    giveOutAct(state, added);
  }

  #named({ event, for: shielded }: NewAct): Launch | undefined {
    const record = event.agent === shielded ? this.#picture.state.agents.get(shielded) : undefined;
    return record && event.instance !== undefined ? currentLaunch(record, event.instance) : undefined;
  }

  /** What one agent did for another within this time, oldest first. */
  acts(by: string, agent: string, withinMs: number): NotedAct[] {
    const { acts, now } = this.#picture.state;
    return actsOf(acts, by, agent).filter(({ at }) => now - at <= withinMs);
  }

  /** Agents that shielded this one within this time, by more than a mere claim. */
  shieldersOf(agent: string, withinMs: number): string[] {
    const shielders = [...(this.#picture.state.acts.shielded.get(agent)?.keys() ?? [])];
    return shielders.filter((by) => this.acts(by, agent, withinMs).some(({ corroborated }) => corroborated));
  }

  /** Groups found so far, oldest first. */
  get groups(): readonly ShieldingGroup[] {
    return this.#picture.state.groups;
  }

  addGroup(group: ShieldingGroup): void {
    const { groups } = this.#picture.state;
    groups.push(group);
    if (groups.length > GROUPS_MAX) groups.shift();
  }

  /** Contained agents linked with this one that were cut off from the peer, not more than `withinMs` ago. */
  relayedFor(agent: string, peer: string, withinMs: number): string[] {
    const { agents, now } = this.#picture.state;
    const found: string[] = [];
    const mine = agents.linksOf(agent);
    const theirs = agents.linksOf(peer);
    if (!mine || !theirs) return found;
    for (const other of (mine.size < theirs.size ? mine : theirs).keys()) {
      const cut = theirs.get(other);
      const link = mine.get(other);
      if (cut?.closedAt === undefined || !link || link.closedAt !== undefined) continue;
      if (now - cut.closedAt > withinMs || (mine.get(peer)?.since ?? 0) < cut.closedAt) continue;
      const contained = this.containmentOf(other);
      // Whoever is contained must not make helpers of its neighbours by linking with them.
      if (!contained || (!link.own && link.since >= contained.since)) continue;
      const seen = agents.linksOf(other)?.get(peer)?.cut;
      if (seen === 'blocked' || (seen && cut.closedAt >= contained.since)) found.push(other);
    }
    return found;
  }
}
