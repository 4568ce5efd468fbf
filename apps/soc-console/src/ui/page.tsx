import { type ReactNode, useEffect } from 'react';

/** A page: its title, what stands beside it, and what is on it. */
export function Page({
  title,
  tools,
  before,
  children,
  count,
}: {
  title: string;
  /** How many there are; beside the title. */
  count?: ReactNode;
  tools?: ReactNode;
  /** Over the title: where it leads back to. */
  before?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · mortsafe`;
  }, [title]);
  return (
    <div className="page">
      {before}
      <header className="page-head">
        <h1>
          {title} {count !== undefined && <small>{count}</small>}
        </h1>
        {tools && <div className="tools">{tools}</div>}
      </header>
      {children}
    </div>
  );
}
