import type { Incident } from '../../api/generated/schemas.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Name } from '../../ui/name.tsx';
import type { IncidentBody } from './incident-page.tsx';
import { type AgentAct, useAgentActs } from './use-agent-acts.tsx';

const others: readonly { act: AgentAct; text: string }[] = [
  { act: 'kill', text: 'Kill' },
  { act: 'quarantine', text: 'Quarantine' },
  { act: 'compromised', text: 'Mark as compromised' },
  { act: 'authorise-relaunch', text: 'Authorise a relaunch' },
];

/** What to do next, with a button where a button does it. */
export function StepsSection({ incident, steps }: { incident: Incident; steps: IncidentBody['steps'] }) {
  const { fleet, subject } = incident;
  const acts = useAgentActs(fleet);
  return (
    <section className="card incident-steps">
      <h2>What to do</h2>
      <ol>
        {steps.map(({ text, command, does }) => (
          <li key={text}>
            <p>
              <Name wrap>{text}</Name>
            </p>
            {does && (
              <ActButton
                role="responder"
                fleet={fleet}
                isSmall
                isDangerous={does.act === 'kill'}
                isBusy={acts.isBusy}
                onClick={() => void acts.ask(does.act, does.agent)}
              >
                {does.act === 'kill' ? 'Kill' : 'Authorise a relaunch of'} <Name>{does.agent}</Name> …
              </ActButton>
            )}
            {command && (
              <details>
                <summary>by the command line</summary>
                <pre>{command}</pre>
              </details>
            )}
          </li>
        ))}
      </ol>
      {subject !== null && (
        <details className="incident-others">
          <summary>
            Anything else with <Name>{subject}</Name>
          </summary>
          <div className="tools">
            {others.map(({ act, text }) => (
              <ActButton
                key={act}
                role="responder"
                fleet={fleet}
                isSmall
                isDangerous={act !== 'authorise-relaunch'}
                isBusy={acts.isBusy}
                onClick={() => void acts.ask(act, subject)}
              >
                {text} …
              </ActButton>
            ))}
          </div>
        </details>
      )}
    </section>
  );
}
