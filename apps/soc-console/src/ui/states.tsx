import type { ReactNode } from 'react';
import { goTo } from '../api/fresh-step.tsx';
import { type Refusal, refusalOf } from '../api/reply.ts';

/** Nothing to show, and whether that is good. */
export const EmptyState = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="state empty">
    <p className="state-title">{title}</p>
    {children && <p className="soft">{children}</p>}
  </div>
);

export const LoadingState = () => (
  <div className="state loading" role="status">
    <span className="visually-hidden">Loading …</span>
    <span className="bar" /> <span className="bar" /> <span className="bar" />
  </div>
);

const titles: Readonly<Record<Refusal['why'], string>> = {
  'signed-out': 'You are signed out',
  'fresh-step': 'Show again who you are',
  forbidden: 'This is not yours to see',
  missing: 'It is not there',
  invalid: 'It cannot be asked like this',
  conflict: 'Somebody was faster',
  'too-often': 'Too often: it goes on in a moment',
  failed: 'Something went wrong',
  offline: 'mortsafe does not answer',
};

export function RefusalState({ refusal, onRetry }: { refusal: Refusal; onRetry?: () => void }) {
  const { why, reason } = refusal;
  return (
    <div className="state refused" role="alert">
      <p className="state-title">{titles[why]}</p>
      {why !== 'signed-out' && <p className="soft">{reason}</p>}
      {why === 'signed-out' ? (
        <button type="button" className="button primary" onClick={() => goTo('/')}>
          Sign in
        </button>
      ) : (
        onRetry && (
          <button type="button" className="button" onClick={onRetry}>
            Try again
          </button>
        )
      )}
    </div>
  );
}

/** What a query has, or why it has nothing. What is shown stays while it cannot be read anew, and says so. */
export function Loaded<Body>({
  query,
  children,
}: {
  query: { data: Body | undefined; error: Error | null; refetch(): unknown };
  children(body: Body): ReactNode;
}) {
  const { data, error } = query;
  const retry = () => void query.refetch();
  if (data === undefined) {
    return error ? <RefusalState refusal={refusalOf(error)} onRetry={retry} /> : <LoadingState />;
  }
  return (
    <>
      {error && (
        <p className="stale" role="status">
          What you see may be old: {refusalOf(error).reason}.{' '}
          <button type="button" className="button small" onClick={retry}>
            Try again
          </button>
        </p>
      )}
      {children(data)}
    </>
  );
}
