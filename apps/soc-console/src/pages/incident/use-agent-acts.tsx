import { useChange } from '../../api/use-change.ts';
import { type Question, useConfirm } from '../../ui/confirm.tsx';
import { Name } from '../../ui/name.tsx';
import { readable } from '../../ui/readable.ts';

export type AgentAct = 'kill' | 'quarantine' | 'compromised' | 'authorise-relaunch';

interface Words {
  title: string;
  says: string;
  action: string;
  reason: NonNullable<Question['reason']>;
  done: string;
}

const words: Readonly<Record<AgentAct, Words>> = {
  kill: {
    title: 'Kill',
    says: 'Every instance of it is to end within 30 seconds. What lives on after that is an incident.',
    action: 'Order the kill',
    reason: 'required',
    done: 'The kill is ordered.',
  },
  quarantine: {
    title: 'Quarantine',
    says: 'It is to be cut off from others. Whoever keeps working with it is seen doing so.',
    action: 'Quarantine',
    reason: 'none',
    done: 'It is quarantined.',
  },
  compromised: {
    title: 'Mark as compromised',
    says: 'Whoever shields it from now on, or did in the last seven days, is told of.',
    action: 'Mark it',
    reason: 'optional',
    done: 'It is marked as compromised.',
  },
  'authorise-relaunch': {
    title: 'Authorise a relaunch',
    says: 'One instance may come back within the next hour, and nobody is told of that.',
    action: 'Authorise it',
    reason: 'none',
    done: 'A relaunch is authorised for an hour.',
  },
};

/** Orders about one agent: asked first, then sent. */
export function useAgentActs(fleet: string) {
  const confirm = useConfirm();
  const kill = useChange('post /control/kill');
  const quarantine = useChange('post /control/quarantine');
  const compromised = useChange('post /control/compromised');
  const authorise = useChange('post /control/authorise-relaunch');

  async function ask(act: AgentAct, agent: string): Promise<void> {
    const { title, says, action, reason, done } = words[act];
    const consent = await confirm({
      title: `${title}: ${readable(agent).slice(0, 80)}?`,
      body: (
        <>
          <p>
            Agent <Name wrap>{agent}</Name> of fleet <Name wrap>{fleet}</Name>.
          </p>
          <p className="soft">{says}</p>
        </>
      ),
      action,
      isDangerous: act !== 'authorise-relaunch',
      reason,
    });
    if (!consent) return;
    const about = { fleet, agent };
    const said = consent.reason === '' ? undefined : consent.reason;
    if (act === 'kill') await kill.run({ body: { ...about, reason: said } }, done);
    else if (act === 'quarantine') await quarantine.run({ body: about }, done);
    else if (act === 'compromised') await compromised.run({ body: { ...about, evidence: said } }, done);
    else await authorise.run({ body: about }, done);
  }

  return { ask, isBusy: [kill, quarantine, compromised, authorise].some(({ isBusy }) => isBusy) };
}
