import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const SilencesPage = () => (
  <Page title="Silences">
    <EmptyState title="Nothing here yet." />
  </Page>
);
