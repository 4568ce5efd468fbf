import { Link } from '@tanstack/react-router';
import { useApi } from '../../api/use-api.ts';
import { Badge } from '../../ui/badge.tsx';
import { matcherOf } from '../../ui/matchers.ts';
import { Name } from '../../ui/name.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Markdown } from './markdown.tsx';
import { partsOfPage } from './page-parts.ts';
import { SeverityRange } from './rule-columns.tsx';
import { numberText, tuningOf } from './rule-numbers.ts';
import type { ReadRule } from './use-rules.ts';

/** One rule: its numbers, what the policy makes of them, and its page. */
export function RuleDetail({ rule, onClose }: { rule: ReadRule; onClose(): void }) {
  const { id, title, page, says } = rule;
  return (
    <aside className="rules-detail side-panel card" aria-label="The rule that is open">
      <header>
        <h2>
          <Name wrap>{title}</Name>
        </h2>
        <button type="button" className="button small" onClick={onClose}>
          Close
        </button>
      </header>
      <p className="rules-head">
        <code>
          <Name wrap>{id}</Name>
        </code>
        <SeverityRange severities={says?.severities ?? []} />
        <Link className="button small" to="/" search={{ matcher: [matcherOf('rule', '=', id)] }}>
          Its incidents
        </Link>
      </p>
      <InForce rule={rule} />
      {page === null ? <p className="soft">A rule of your own has no page here.</p> : <RulePage id={id} />}
    </aside>
  );
}

function RulePage({ id }: { id: string }) {
  const query = useApi('get /rules/{id}/page', { path: { id } });
  return <Loaded query={query}>{(text) => <Markdown text={partsOfPage(text).body} />}</Loaded>;
}

function InForce({ rule }: { rule: ReadRule }) {
  const durations = rule.says?.durations ?? [];
  const numbers = Object.entries(rule.limits);
  const tuning = tuningOf(rule, durations);
  return (
    <section className="rules-force" aria-label="In force">
      <h3>In force</h3>
      {numbers.length === 0 ? (
        <p className="soft">It has no numbers.</p>
      ) : (
        <dl>
          {numbers.map(([name, value]) => (
            <div key={name}>
              <dt>
                <Name>{name}</Name>
              </dt>
              <dd>{numberText(name, value, durations)}</dd>
            </div>
          ))}
        </dl>
      )}
      {tuning.length === 0 ? (
        <p className="soft">The policy leaves it as it is, everywhere.</p>
      ) : (
        <ul>
          {tuning.map(({ where, isOff, numbers: changed }, index) => (
            // The policy may name the same place twice; the first holds.
            <li key={`${index} ${where}`}>
              <span>
                in <Name wrap>{where}</Name>
              </span>
              <span>{isOff ? <Badge tone="warn">off</Badge> : <Name wrap>{changed}</Name>}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
