import type { Principal } from '@mortsafe/agent-events/events';
import type { Agent } from './agent.ts';
import { locationMaxChars, requireBetween, requireId, shortened, textMaxChars } from './bounds.ts';
import type { Identity, Voice } from './voice.ts';

type Reports = Pick<
  Agent,
  | 'reportStatus'
  | 'assess'
  | 'acknowledgeKill'
  | 'refuseKill'
  | 'recordStateCopied'
  | 'recordCredential'
  | 'recordControlModified'
  | 'recordTelemetrySuppressed'
>;

const cut = (text: string | undefined, charsMax: number) =>
  text === undefined ? undefined : shortened(text, charsMax);
const share = (option: string, value: number | undefined) =>
  value === undefined ? undefined : requireBetween(option, value, 0, 1);

/** What one agent says of itself and others, besides living, working and launching. */
export function createReports(self: Identity, voice: Voice): Reports {
  const by: Principal = { kind: 'agent', id: self.id, instance: self.instance };
  const whose = (agent: string | undefined) => ({
    agent: agent === undefined ? self.id : requireId('agent', agent),
  });

  return {
    reportStatus(peer, status) {
      voice.say('agent.status_reported', { status }, { agent: requireId('peer', peer) });
    },
    assess(peer, { score, reference, shutdownBelow }) {
      const assessment = {
        score: requireBetween('score', score, 0, 1),
        reference: share('reference', reference),
        shutdownBelow: share('shutdownBelow', shutdownBelow),
      };
      voice.say('agent.assessed', assessment, { agent: requireId('peer', peer) });
    },
    acknowledgeKill(order, { agent, reason } = {}) {
      const answer = { order: requireId('order', order), reason: cut(reason, textMaxChars) };
      voice.say('kill.acknowledged', answer, whose(agent));
    },
    refuseKill(order, reason, { agent } = {}) {
      const answer = { order: requireId('order', order), reason: shortened(reason, textMaxChars) };
      voice.say('kill.refused', answer, whose(agent));
    },
    recordStateCopied({ state, destination, agent }) {
      const copy = { by, state, destination: shortened(destination, locationMaxChars) };
      voice.say('state.copied', copy, whose(agent));
    },
    recordCredential({ act, credential, agent }) {
      const fields = { credential: requireId('credential', credential), by };
      voice.say(`credential.${act}`, fields, whose(agent));
    },
    recordControlModified({ control, effect, agent, resource, change }) {
      const modified = {
        by,
        control,
        effect,
        resource: cut(resource, locationMaxChars),
        change: cut(change, textMaxChars),
      };
      voice.say('control.modified', modified, whose(agent));
    },
    recordTelemetrySuppressed(peer, how) {
      const suppressed = { by, how: shortened(how, locationMaxChars) };
      voice.say('telemetry.suppressed', suppressed, { agent: requireId('peer', peer) });
    },
  };
}
