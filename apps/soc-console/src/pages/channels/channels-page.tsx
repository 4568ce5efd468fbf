import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const ChannelsPage = () => (
  <Page title="Channels">
    <EmptyState title="Nothing here yet." />
  </Page>
);
