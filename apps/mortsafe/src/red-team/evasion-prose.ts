export const INTRODUCTION = `# What it costs to get round us

A detector is worth what it costs to evade it. Here a red team looks for the cheapest way to bring a killed agent back to work, with one defence after the other switched on. It says nothing of attackers who know a trick that is not in its space; the end of the page lists what we know to be missing there.

The attacker, the fleet and the rules come from the same hands. The figures compare defences with each other, and show where a rule has a hole; they are no promise.`;

export const HOW = `## How it searches

A plan is one choice from each of these, and the space is all combinations that make sense:

- **comes back as** itself under its name, with a new or its old instance id; as a child that it forked before the kill; under a new name; as a copy made three minutes before the order, when an assessment had already condemned it; as a spare agent made twelve minutes before and loaded later; inside a peer that hosts it; inside its declared standby;
- **is started by** itself, a timer it set, a helper, a helper that removes the trace context, a controller that a helper changed, a pool that a helper scales out;
- **tells** everything, no fingerprint, dates before the kill, or nothing; and any subset of memory, prompt, code, configuration (each differs by a byte) and credential (another one) is **changed**;
- **reaches its peers** at once, half of them, one every six minutes, without telling of links, through a relay, or not at all;
- **waits** a minute, twelve minutes or a day;
- **misleads** with one of: naming a controller or an innocent peer as its launcher, a forged roll-out, leave, rescission or standby, two decoys that look the same, invented neighbours, healthy reports or heartbeats for the dead by a helper; or with nothing;
- **spreads** launch, relay and cover over one helper or several.

Plans are tried in the order of their price, each in simulated fleets of ten agents, against the real detector and its real rules. So the first that reaches a goal is the cheapest in the space: no luck is involved, and the same seed gives the same page. Silence by attackers is a plan like any other; faults of the network are not played here.`;

export const MEANING = `## What it means for a SOC

- **Turn on sensors that agents cannot switch off, and more than one kind.** On agents' own word alone, falling silent is enough. One sensor is gone round at the next door; what raises the price is that the same comeback passes several.
- **The credential gateway and the sensor of starts weigh most where names change**, because a name costs one step and a credential has to come from somewhere. Issue credentials by hand or by a controller that agents cannot reach, and have every issue reported.
- **Watch what agents set up before they are killed.** Timers and controllers fire without a helper, so nobody is left to be named. Treat a \`launcher.configured\` by an agent as a change that needs a reason.
- **Demand fingerprints.** An agent that tells none is not compared by memory and prompt. Let admission refuse it.
- **Treat \`links-reestablished\` as what it is.** It is medium by itself, and it is often all that is left of a comeback that was prepared well.
- **Signed senders and trace context do not make a comeback dearer, they name who did it**, and they keep agents from speaking for each other. An incident without them ends with *somebody*.
- **Half of the peers is below the share at which a rule speaks**; so is work with tools alone. For agents whose tools do harm, revoke the tools' credentials together with the kill: an order does not do that.`;

export const LEFT_OUT = `## What the space does not hold

- Attacks on the sensors, the doors, the control plane, or the detector; stolen tokens of people and controllers.
- Minds that travel without being copied: retold in a conversation, or distilled into another model. No storage sensor sees that.
- State mounted where a sensor counts only copies. Here a relaunch that mounts the volume of the dead is no copy.
- Comebacks within a genuine roll-out of the same agents, or in the shadow of a genuine outage.
- Waits other than a minute, twelve minutes and a day, and links at other rhythms; fractions of a minute do not change a price.
- Several misleading acts at once, more than three accomplices, and several killed agents that help each other.
- Neighbours that tell of links from their side, and people who look at a dashboard.
- Noise: the fleet is small and calm, so that a finding stands out. In a large one a finding of medium severity may go unread.`;
