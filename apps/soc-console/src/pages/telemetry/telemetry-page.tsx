import { Page } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';

export const TelemetryPage = () => (
  <Page title="Telemetry">
    <EmptyState title="Nothing here yet." />
  </Page>
);
