import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const IncidentPage = () => (
  <Page title="Incident">
    <EmptyState title="Nothing here yet." />
  </Page>
);
