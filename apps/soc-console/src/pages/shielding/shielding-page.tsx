import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const ShieldingPage = () => (
  <Page title="Shielding">
    <EmptyState title="Nothing here yet." />
  </Page>
);
