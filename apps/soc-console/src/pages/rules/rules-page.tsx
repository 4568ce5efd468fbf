import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const RulesPage = () => (
  <Page title="Rules">
    <EmptyState title="Nothing here yet." />
  </Page>
);
