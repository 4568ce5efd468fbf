import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const OrdersPage = () => (
  <Page title="Orders">
    <EmptyState title="Nothing here yet." />
  </Page>
);
