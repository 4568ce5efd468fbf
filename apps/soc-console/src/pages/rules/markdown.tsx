import { Link } from '@tanstack/react-router';
import { lexer, type MarkedToken, type Token } from 'marked';
import type { ReactNode } from 'react';

/**
 * A page of ours, as elements: nothing of it is ever read as markup by the browser, and nothing in it leads out of the
 * console. Headings begin below the title, which stands over it already.
 */
export const Markdown = ({ text }: { text: string }) => <div className="rules-text">{each(lexer(text))}</div>;

// What a page says does not change while it is shown: its place is name enough.
const each = (tokens: readonly Token[] = []): ReactNode[] =>
  tokens.map((token, index) => <Piece key={index} token={token as MarkedToken} />);

function Piece({ token }: { token: MarkedToken }): ReactNode {
  switch (token.type) {
    case 'heading':
      return token.depth <= 2 ? <h3>{each(token.tokens)}</h3> : <h4>{each(token.tokens)}</h4>;
    case 'paragraph':
      return <p>{each(token.tokens)}</p>;
    case 'text':
      return token.tokens ? each(token.tokens) : token.text;
    case 'strong':
      return <strong>{each(token.tokens)}</strong>;
    case 'em':
      return <em>{each(token.tokens)}</em>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'code':
      return <pre>{token.text}</pre>;
    case 'blockquote':
      return <blockquote>{each(token.tokens)}</blockquote>;
    case 'list': {
      const items = token.items.map((item, index) => <li key={index}>{each(item.tokens)}</li>);
      return token.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <TableOf header={token.header} rows={token.rows} />;
    case 'link':
      return <LinkTo to={token.href}>{each(token.tokens)}</LinkTo>;
    case 'br':
      return <br />;
    case 'hr':
      return <hr />;
    case 'escape':
      return token.text;
    case 'space':
    case 'def':
      return null;
    default:
      // Markup and pictures are shown as they were written.
      return token.raw;
  }
}

interface TableCell {
  tokens: Token[];
}

const TableOf = ({
  header,
  rows,
}: {
  header: readonly TableCell[];
  rows: readonly (readonly TableCell[])[];
}) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
  <div className="table-scroll" tabIndex={0}>
    <table className="table">
      <thead>
        <tr>
          {header.map(({ tokens }, index) => (
            <th key={index} scope="col">
              {each(tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map(({ tokens }, index) => (
              <td key={index}>{each(tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const RULE_PAGE = /^([a-z0-9-]+)\.md(?:#.*)?$/;

/** To another rule's page; other pages are in the documentation, which the console does not serve. */
function LinkTo({ to, children }: { to: string; children: ReactNode }) {
  const rule = RULE_PAGE.exec(to)?.[1];
  if (rule === undefined) return <>{children}</>;
  return (
    <Link to="/rules" search={{ rule }}>
      {children}
    </Link>
  );
}
