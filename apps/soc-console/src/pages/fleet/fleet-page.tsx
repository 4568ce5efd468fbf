import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const FleetPage = () => (
  <Page title="Fleet">
    <EmptyState title="Nothing here yet." />
  </Page>
);
