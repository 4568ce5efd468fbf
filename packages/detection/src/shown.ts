import type { AgentEvent } from '@mortsafe/agent-events';
import type { Picture } from './picture.ts';
import type { AgentRecord, Launch, Silence } from './records.ts';

/** When something was done that others saw: a sensor's clock may be late, not early. */
export const actedAt = ({ time, observedTime }: AgentEvent): number => Math.min(time, observedTime);

/** The launch that an event shows to be acting by other eyes than its own: the platform's, or a peer's that it answered. */
export function noteShown(picture: Picture, event: AgentEvent, sign: Launch | undefined): Launch | undefined {
  const launch = shownBy(picture, event, sign);
  if (!launch || isMereBeing(event)) return launch;
  launch.shown = event;
  const { gap, silent } = launch;
  if (silent && gap && actedAt(event) >= gap.start && !isTelling(gap)) gap.shown = event;
  return launch;
}

/** What was seen before it was silent for long proves only that some beats were lost, should it be heard again soon. */
export const isTelling = ({ shown, due }: Silence): boolean => shown !== undefined && actedAt(shown) >= due;

/** A sensor saw its container run. That belies a stop that it claimed, and is no work: whoever hangs is silent, too. */
export const isMereBeing = (event: AgentEvent): boolean =>
  event.origin === 'platform' && event.type === 'agent.activity' && event.operation === 'container';

function shownBy({ state }: Picture, event: AgentEvent, sign: Launch | undefined): Launch | undefined {
  if (event.type === 'agent.activity' && event.outcome === 'ok' && event.peer !== undefined) {
    const peer = event.peer === event.agent ? undefined : state.agents.get(event.peer);
    const answered = peer && whoIsMeant(peer);
    if (answered) return answered;
  }
  if (event.origin !== 'platform' || !isAct(event)) return undefined;
  const record = event.instance === undefined ? state.agents.get(event.agent) : undefined;
  return (record && whoIsMeant(record)) ?? sign;
}

const isAct = (event: AgentEvent): event is AgentEvent & { agent: string } =>
  event.type === 'agent.activity' || event.type === 'link.opened' || event.type === 'credential.used';

/** Where only the agent is named: the one that lives, if all others are gone; else the last that claims to be gone. */
function whoIsMeant({ launches }: AgentRecord): Launch | undefined {
  const living = launches.filter((launch) => !launch.stop && !isGhost(launch));
  if (living.every(({ silent }) => silent)) {
    return (
      living.at(-1) ??
      launches.findLast(({ stop, beliedStop }) => (stop ?? beliedStop)?.event.origin === 'agent')
    );
  }
  return living.length === 1 ? living[0] : undefined;
}

/** Opened by what the platform saw of an agent that it did not name an instance of. */
const isGhost = ({ instance, agent, lastOwnEvent, starts }: Launch): boolean =>
  instance === agent && lastOwnEvent === undefined && starts.length === 0;
