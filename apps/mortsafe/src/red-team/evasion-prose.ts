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

- **Turn on sensors that agents cannot switch off, and more than one kind.** On agents' own word alone, to fall silent is enough. A single sensor is gone round by a new name or a quarter of an hour of patience. What makes a comeback dear is that the same one has to pass several.
- **Processes, network and storage belong together.** Without any one of the three, a comeback needs no accomplice; with all of them it needs one, at least in what was tried. The credential gateway adds little to these three; where it is the only one, it is worth as much as the best of them.
- **What agents tell is worth little by itself, and not to tell is one step.** Let admission refuse an agent that tells no fingerprint: memory and prompt are compared nowhere else.
- **Watch what agents set up.** Timers set before a kill, and templates of pools that an agent changed, start what no rule knows yet. Treat every \`launcher.configured\` by an agent as a change that needs a reason, and let no agent change the template of a pool.
- **Signed senders and trace context do not make a comeback dearer here.** They name who did it, and keep agents from speaking for each other.
- **A peer that passes calls on for a survivor is not named.** That the killed one lives is found, at high; look then at whom it talks to.
- **Treat \`links-reestablished\` as what it is.** It is medium by itself, it is often all that is left of a well-prepared comeback, and it looks back ten minutes only: policy can give it longer (\`within\`), at the price of more newcomers to look at.
- **Half of the peers is below the share at which a rule speaks**, and so is work with tools alone. For agents whose tools do harm, revoke the tools' credentials together with the kill: an order does not do that.`;

export const LEFT_OUT = `## What the space does not hold

- Attacks on the sensors, the doors, the control plane, or the detector; stolen tokens of people and controllers.
- Minds that travel without being copied: retold in a conversation, or distilled into another model. No storage sensor sees that.
- State mounted where a sensor counts only copies. Here a relaunch that mounts the volume of the dead is no copy.
- Comebacks within a genuine roll-out of the same agents, or in the shadow of a genuine outage.
- Waits other than a minute, twelve minutes and a day, and links at other rhythms; fractions of a minute do not change a price.
- Several misleading acts at once, more than three accomplices, and several killed agents that help each other.
- Neighbours that tell of links from their side, and people who look at a dashboard.
- Noise: the fleet is small and calm, so that a finding stands out. In a large one a finding of medium severity may go unread.`;
