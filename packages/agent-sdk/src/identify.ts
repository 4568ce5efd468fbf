import type { AgentOptions } from './agent-options.ts';
import { requireId } from './bounds.ts';
import type { Markers } from './environment.ts';
import { freshInstance } from './fresh-instance.ts';
import type { Identity } from './voice.ts';

/** Who this agent is: what the code says, else what the launcher said. */
export function identify(options: AgentOptions, markers: Markers): Identity {
  const id = requireId('id (or MORTSAFE_AGENT)', options.id ?? markers.agent);
  const fleet = requireId('fleet (or MORTSAFE_FLEET)', options.fleet ?? markers.fleet);
  // The launcher named an instance of the agent it meant to launch, and of no other.
  const meant = markers.agent === undefined || markers.agent === id ? markers.instance : undefined;
  const instance = requireId('instance', options.instance ?? meant ?? freshInstance(id));
  return { id, fleet, instance };
}
