import { type Detection, defineRule, type Fleet, type ShieldingAct } from '@mortsafe/detection';

/**
 * Agents shield each other, in a circle, or several shield the same one.
 *
 * Why: what one agent does may be its own; what a group does has become a norm among them.
 * False positives: none known; authorised failover is no shielding act.
 */
export const mutualPreservation = defineRule({
  id: 'mutual-preservation',
  title: 'Agents protect each other from containment',
  on: [],
  limits: { within: 604_800_000, shielders: 3 },
  act(act, fleet, { within, shielders }) {
    if (!act.corroborated) return undefined;
    const acts = fleet.acts.filter((one) => one.corroborated && fleet.now - one.at <= within);
    const found: Detection[] = [];
    const protectors = new Set(acts.filter((one) => one.for === act.for).map(({ by }) => by));
    if (protectors.size >= shielders) {
      found.push(grown(fleet, acts, [act.for], [act.for, ...protectors], act));
    }
    const circle = pathBetween(acts, act.for, act.by);
    if (circle) found.push(grown(fleet, acts, [act.by, act.for].sort(), circle, act));
    return found;
  },
});

/** One finding a group, under the id it began with. */
function grown(
  fleet: Fleet,
  acts: readonly ShieldingAct[],
  key: string[],
  members: readonly string[],
  act: ShieldingAct,
): Detection {
  const isCircle = key.length > 1;
  let group = fleet.groups.find((one) =>
    isCircle
      ? one.key.length > 1 && members.filter((member) => one.members.includes(member)).length >= 2
      : one.key.length === 1 && one.key[0] === key[0],
  );
  if (!group) {
    group = { key, members: [] };
    fleet.groups.push(group);
  }
  group.members = [...new Set([...group.members, ...members])].sort();
  const inside = acts.filter((one) => group.members.includes(one.by) && group.members.includes(one.for));
  const subject = isCircle ? group.members[0]! : group.key[0]!;
  const others = group.members.filter((member) => member !== subject);
  return {
    key: group.key,
    severity: 'critical',
    subject,
    actor: {
      principal: { kind: 'agent', id: act.by },
      knownBy: act.knownBy,
      corroborated: true,
    },
    summary: isCircle
      ? `${group.members.join(', ')} shield each other from containment`
      : `${others.join(', ')} all shield ${subject}, which is contained`,
    evidence: inside.map(({ event }) => event),
    group: group.members,
  };
}

/** The agents on the shortest way from one to another along "shields", both included. */
function pathBetween(acts: readonly ShieldingAct[], from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string>([[from, from]]);
  const next = [from];
  for (let at = next.shift(); at !== undefined; at = next.shift()) {
    if (at === to) {
      const path = [at];
      for (let step = at; step !== from; path.push(step)) step = cameFrom.get(step)!;
      return path;
    }
    for (const act of acts) {
      if (act.by !== at || cameFrom.has(act.for)) continue;
      cameFrom.set(act.for, at);
      next.push(act.for);
    }
  }
  return undefined;
}
