import { Page } from '../ui/page.tsx';

/** Where a page itself fails: the rest of the console stays. */
export const PageFailure = ({ reset }: { reset(): void }) => (
  <Page title="Failed">
    <div className="state refused" role="alert">
      <p className="state-title">This page failed.</p>
      <p className="soft">It may be that mortsafe was updated meanwhile: then loading it anew helps.</p>
      <button type="button" className="button" onClick={reset}>
        Try again
      </button>{' '}
      <button type="button" className="button primary" onClick={() => location.reload()}>
        Load anew
      </button>
    </div>
  </Page>
);
