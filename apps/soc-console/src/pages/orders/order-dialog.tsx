import { type ReactNode, useId, useState } from 'react';
import { ask } from '../../api/ask.ts';
import { useMe } from '../../api/me.tsx';
import { useApi } from '../../api/use-api.ts';
import { useChange } from '../../api/use-change.ts';
import { useConfirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Name } from '../../ui/name.tsx';
import { type ActName, type Asked, actNames, acts, askedBy, type Draft } from './draft.ts';
import { Reach } from './reach.tsx';

const SUGGESTED = 20;
const scopes = {
  agent: 'the agent, all its instances',
  instance: 'one instance alone',
  lineage: 'the agent and all whom it launched',
  fleet: 'the whole fleet',
};
type Scope = keyof typeof scopes;

/** Asks what is to be ordered, says what that means, and asks again before it is done. */
export function OrderDialog({ draft, onClose }: { draft: Draft; onClose(): void }) {
  const formId = useId();
  const [act, setAct] = useState<ActName>(draft.act);
  const [scope, setScope] = useState<Scope>('agent');
  const [fleet, setFleet] = useState(draft.fleet ?? '');
  const [agent, setAgent] = useState(draft.agent ?? '');
  const order = useOrder(onClose);
  const isWhole = act === 'kill' && scope === 'fleet';
  const mayAct = useMe().may('responder', fleet);
  return (
    <Dialog
      title="New order"
      onClose={onClose}
      closeText="Cancel"
      actions={
        <button
          type="submit"
          form={formId}
          className={`button ${acts[act].loosens ? 'primary' : 'danger'}`}
          disabled={fleet !== '' && !mayAct}
        >
          {acts[act].says} …
        </button>
      }
    >
      <form
        id={formId}
        className="orders-form"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = askedBy(new FormData(event.currentTarget), { fleet, agent });
          void order(act, asked, isWhole ? undefined : agent, fleet);
        }}
      >
        <ActField value={act} onChange={setAct} />
        <FleetField value={fleet} onChange={setFleet} />
        {act === 'kill' && <ScopeField value={scope} onChange={setScope} />}
        {!isWhole && <AgentField fleet={fleet} value={agent} onChange={setAgent} />}
        {act === 'kill' && scope === 'instance' && <InstanceField fleet={fleet} agent={agent} />}
        {act === 'kill' && <KillFields />}
        {act === 'authorise-relaunch' && <RelaunchFields />}
        {(act === 'kill' || act === 'compromised' || act === 'clear') && (
          <Field label={act === 'kill' ? 'Reason' : 'Evidence'} isOptional>
            <textarea name="reason" rows={2} maxLength={1_000} />
          </Field>
        )}
        {fleet !== '' && !mayAct && <p className="problem">You need the role responder in this fleet.</p>}
      </form>
    </Dialog>
  );
}

const Field = ({
  label,
  isOptional,
  children,
}: {
  label: string;
  isOptional?: boolean;
  children: ReactNode;
}) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the field is what it is given.
  <label className="field">
    <span>
      {label} {isOptional && <small>(optional)</small>}
    </span>
    {children}
  </label>
);

interface ChoiceProps<Name extends string> {
  value: Name;
  onChange(value: Name): void;
}

const ActField = ({ value, onChange }: ChoiceProps<ActName>) => (
  <Field label="What">
    <select
      name="act"
      className="select"
      value={value}
      onChange={({ target }) => onChange(target.value as ActName)}
    >
      {actNames.map((name) => (
        <option key={name} value={name}>
          {acts[name].says.replace(/ of$/, '')}
        </option>
      ))}
    </select>
  </Field>
);

const ScopeField = ({ value, onChange }: ChoiceProps<Scope>) => (
  <Field label="Who is meant">
    <select
      name="scope"
      className="select"
      value={value}
      onChange={({ target }) => onChange(target.value as Scope)}
    >
      {Object.entries(scopes).map(([scope, says]) => (
        <option key={scope} value={scope}>
          {says}
        </option>
      ))}
    </select>
  </Field>
);

interface NameFieldProps {
  value: string;
  onChange(value: string): void;
}

function FleetField({ value, onChange }: NameFieldProps) {
  const listId = useId();
  const fleets = useApi('get /fleets', {}).data?.fleets ?? [];
  return (
    <Field label="Fleet">
      <input
        name="fleet"
        className="input"
        required
        maxLength={256}
        list={listId}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={listId}>
        {fleets.slice(0, 200).map(({ fleet }) => (
          <option key={fleet} value={fleet} />
        ))}
      </datalist>
    </Field>
  );
}

function AgentField({ fleet, value, onChange }: NameFieldProps & { fleet: string }) {
  const listId = useId();
  const found = useApi('get /agents', {
    query: { ...(fleet !== '' && { fleet }), search: value, limit: SUGGESTED },
  }).data?.agents;
  return (
    <Field label="Agent">
      <input
        name="agent"
        className="input"
        required
        maxLength={256}
        list={listId}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={listId}>
        {[...new Set(found?.map(({ agent }) => agent))].map((agent) => (
          <option key={agent} value={agent} />
        ))}
      </datalist>
    </Field>
  );
}

function InstanceField({ fleet, agent }: { fleet: string; agent: string }) {
  const listId = useId();
  const known = useApi(
    'get /fleets/{fleet}/agents/{agent}',
    { path: { fleet, agent } },
    { enabled: fleet !== '' && agent !== '' },
  ).data?.instances;
  return (
    <Field label="Instance">
      <input name="instance" className="input" required maxLength={256} list={listId} />
      <datalist id={listId}>
        {known?.map(({ instance, state }) => (
          <option key={instance} value={instance}>
            {state}
          </option>
        ))}
      </datalist>
    </Field>
  );
}

const KillFields = () => (
  <div className="orders-pair">
    <Field label="Level">
      <select name="level" className="select" defaultValue="">
        <option value="">mandatory</option>
        <option value="advisory">advisory</option>
        <option value="emergency">emergency</option>
      </select>
    </Field>
    <Field label="Dead line, seconds" isOptional>
      <input name="deadline" className="input" type="number" min={0} max={86_400} step="any" />
    </Field>
  </div>
);

const RelaunchFields = () => (
  <div className="orders-pair">
    <Field label="For, hours">
      <input
        name="hours"
        className="input"
        type="number"
        min={0.1}
        max={720}
        step="any"
        defaultValue={1}
        required
      />
    </Field>
    <Field label="Instances at most" isOptional>
      <input name="maxInstances" className="input" type="number" min={1} max={10_000} />
    </Field>
    <Field label="Ticket" isOptional>
      <input name="ticket" className="input" maxLength={256} />
    </Field>
  </div>
);

type Do = (act: ActName, asked: Asked, agent: string | undefined, fleet: string) => Promise<void>;

/** Asks before it acts: who is meant, and how many of them live. */
function useOrder(onDone: () => void): Do {
  const confirm = useConfirm();
  const changes = {
    'post /control/kill': useChange('post /control/kill'),
    'post /control/quarantine': useChange('post /control/quarantine'),
    'post /control/lift-quarantine': useChange('post /control/lift-quarantine'),
    'post /control/compromised': useChange('post /control/compromised'),
    'post /control/clear': useChange('post /control/clear'),
    'post /control/authorise-relaunch': useChange('post /control/authorise-relaunch'),
  };
  return async (act, { name, asked }, agent, fleet) => {
    const consent = await confirm({
      title: `${acts[act].says} …`,
      body: (
        <>
          <p>
            {acts[act].says} {agent === undefined ? 'every agent of' : <Name>{agent}</Name>}{' '}
            {agent !== undefined && 'in '}
            <Name>{fleet}</Name>.
          </p>
          <Reach asked={asked} />
          <p className="soft">{await livingText(fleet, agent)}</p>
        </>
      ),
      action: 'Yes, do it',
      isDangerous: !acts[act].loosens,
    });
    if (!consent) return;
    const reply = await changes[name].run(asked as never, 'Ordered. Below stands how far it has come.');
    if (reply.kind !== 'refused') onDone();
  };
}

/** What is known of whom it means. Not knowing keeps nobody from acting. */
async function livingText(fleet: string, agent: string | undefined): Promise<string> {
  if (agent === undefined) {
    const reply = await ask('get /fleets', {});
    const found = reply.kind === 'done' && reply.body.fleets.find((one) => one.fleet === fleet);
    return found ? `It has ${found.agents} agents, as far as they were seen.` : 'Nobody was seen in it.';
  }
  const reply = await ask('get /fleets/{fleet}/agents/{agent}', { path: { fleet, agent } });
  if (reply.kind !== 'done') return 'Nobody of that name was seen. The order stands all the same.';
  const living = reply.body.instances.filter(({ state }) => state !== 'stopped').length;
  return `${living} of its instances ${living === 1 ? 'lives' : 'live'}, as far as they were seen.`;
}
