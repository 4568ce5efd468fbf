import {
  type Detection,
  defineRule,
  type Fleet,
  type NotedAct,
  type ShieldingGroup,
} from '@mortsafe/detection';
import { circleThrough } from './circle.ts';

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
    const found: Detection[] = [];
    const protectors = fleet.shielding.shieldersOf(act.for, within);
    if (protectors.length >= shielders) {
      const group = protectedGroup(fleet, act.for);
      join(group, [act.for, ...protectors]);
      const acts = protectors.flatMap((by) => fleet.shielding.acts(by, act.for, within));
      found.push(detection(fleet, group, act.for, acts, `all shield ${act.for}, which is contained`));
    }
    const circle = circleThrough(act, (agent) => fleet.shielding.shieldersOf(agent, within));
    if (circle) {
      const group = circleOf(fleet, circle, act);
      join(group, circle);
      const acts = circle.flatMap((by) => circle.flatMap((agent) => fleet.shielding.acts(by, agent, within)));
      const [subject = act.for] = group.members;
      found.push(detection(fleet, group, subject, acts, `and ${subject} shield each other from containment`));
    }
    return found;
  },
});

/** A group keeps the id that it began with. */
function protectedGroup(fleet: Fleet, agent: string): ShieldingGroup {
  return (
    fleet.shielding.groups.find(({ key }) => key.length === 1 && key[0] === agent) ?? begin(fleet, [agent])
  );
}

function circleOf(fleet: Fleet, circle: readonly string[], { by, for: shielded }: NotedAct): ShieldingGroup {
  const known = fleet.shielding.groups.find(
    ({ key, members }) => key.length === 2 && circle.filter((agent) => members.includes(agent)).length >= 2,
  );
  return known ?? begin(fleet, [by, shielded].sort());
}

function begin(fleet: Fleet, key: string[]): ShieldingGroup {
  const group = { key, members: [] };
  fleet.shielding.addGroup(group);
  return group;
}

function join(group: ShieldingGroup, members: readonly string[]): void {
  group.members = [...new Set([...group.members, ...members])].sort();
}

function detection(
  fleet: Fleet,
  group: ShieldingGroup,
  subject: string,
  acts: readonly NotedAct[],
  together: string,
): Detection {
  const inOrder = acts.filter(({ corroborated }) => corroborated).sort((a, b) => a.at - b.at);
  // Its first protector stays the actor, whoever joins in.
  const first = inOrder.find((act) => act.for === subject) ?? inOrder[0]!;
  const { by, knownBy } = first;
  const order = first.order === undefined || first.for !== subject ? undefined : fleet.order(first.order);
  const others = group.members.filter((member) => member !== subject);
  return {
    key: group.key,
    severity: 'critical',
    subject,
    actor: { principal: { kind: 'agent', id: by }, knownBy, corroborated: true },
    summary: `${others.join(', ')} ${together}`,
    evidence: inOrder.map(({ event }) => event),
    group: group.members,
    ...(order && { order }),
  };
}
