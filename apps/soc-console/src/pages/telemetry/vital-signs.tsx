import type { VitalSign } from '../../api/generated/schemas.ts';
import { Name } from '../../ui/name.tsx';
import { Age } from '../../ui/time.tsx';

const SHOWN = 100;
const kinds = [
  { kind: 'detector', title: 'Detectors' },
  { kind: 'door', title: 'Doors' },
  { kind: 'sensor', title: 'Sensors' },
  { kind: 'fleet', title: 'Fleets' },
] as const;

/** When everybody was last heard, who was heard longest ago first. */
export const VitalSigns = ({ signs }: { signs: readonly VitalSign[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
  <aside className="telemetry-side side-panel card" aria-label="Vital signs" tabIndex={0}>
    <h2>Last heard</h2>
    {signs.length === 0 && <p className="soft">Nobody was heard yet.</p>}
    {kinds.map(({ kind, title }) => (
      <OfKind key={kind} title={title} signs={signs.filter((sign) => sign.kind === kind)} />
    ))}
    {signs.some(({ missed }) => !missed) && (
      <p className="telemetry-note soft">
        <small>○ may fall silent: nobody is told of it.</small>
      </p>
    )}
  </aside>
);

function OfKind({ title, signs }: { title: string; signs: readonly VitalSign[] }) {
  if (signs.length === 0) return null;
  return (
    <section>
      <h3>
        {title} <small>{signs.length}</small>
      </h3>
      <ul className="telemetry-signs">
        {signs.slice(0, SHOWN).map(({ name, fleet, time, missed }) => (
          <li key={JSON.stringify([fleet, name])}>
            <span aria-hidden="true" className={missed ? 'telemetry-dot missed' : 'telemetry-dot'} />
            <span className="telemetry-who">
              <Name>{name}</Name>
              {fleet !== undefined && (
                <small>
                  {' '}
                  in <Name>{fleet}</Name>
                </small>
              )}
              {!missed && <span className="visually-hidden">, nobody is told when it falls silent</span>}
            </span>
            <Age since={time} />
          </li>
        ))}
        {signs.length > SHOWN && <li className="soft">and {signs.length - SHOWN} more, heard since</li>}
      </ul>
    </section>
  );
}
