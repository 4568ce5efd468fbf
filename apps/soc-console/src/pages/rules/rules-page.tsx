import './rules.css';
import { textIn } from '../../app/search.ts';
import { useSearchState } from '../../app/use-search-state.ts';
import { useShortcuts } from '../../keys/shortcuts.tsx';
import { cursorKeys, useCursor } from '../../keys/use-cursor.ts';
import { Page } from '../../ui/page.tsx';
import { RowTable } from '../../ui/row-table.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { ruleColumns } from './rule-columns.tsx';
import { RuleDetail } from './rule-detail.tsx';
import { type ReadRule, useRules } from './use-rules.ts';

const keyOf = ({ id }: ReadRule): string => id;

/** What is looked for, how it is tuned, and what each finding means. */
export function RulesPage() {
  const [search, change] = useSearchState();
  const { query, rules } = useRules();
  const cursor = useCursor(rules, keyOf);
  const asked = textIn(search, 'rule');
  const chosen = rules.find(({ id }) => id === asked);
  const open = (id: string | undefined): void => change({ rule: id });
  useShortcuts([
    ...cursorKeys(cursor, 'rule'),
    { keys: 'enter', says: 'open the rule', run: () => open(cursor.row?.id) },
    { keys: 'escape', says: 'close the rule', run: () => open(undefined) },
  ]);
  return (
    <Page title="Rules" count={query.data?.rules.length}>
      <Loaded query={query}>
        {() =>
          rules.length === 0 ? (
            <div className="card">
              <EmptyState title="Nothing is looked for">The detector has told of no rule yet.</EmptyState>
            </div>
          ) : (
            <div className={chosen ? 'rules-body beside with-detail' : 'rules-body beside'}>
              <RowTable
                label="Rules"
                rows={rules}
                columns={ruleColumns({ open: ({ id }) => open(id), isNarrow: chosen !== undefined })}
                keyOf={keyOf}
                {...cursor.table}
                rowHeight={50}
              />
              {chosen && <RuleDetail key={chosen.id} rule={chosen} onClose={() => open(undefined)} />}
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
