import { readable } from './readable.ts';

/**
 * A name or text that an agent chose: apart from the words around it, everything hidden in it shown, and never wider
 * than there is room. All of it is in the title.
 */
export function Name({ children, wrap = false }: { children: string; wrap?: boolean }) {
  const text = readable(children);
  return (
    <bdi className={wrap ? 'name wrap' : 'name'} title={wrap ? undefined : text}>
      {text === '' ? '(empty)' : text}
    </bdi>
  );
}

/** Several, the first few by name. */
export function Names({
  of,
  shown = 3,
  none = '–',
}: {
  of: readonly string[];
  shown?: number;
  none?: string;
}) {
  if (of.length === 0) return <span className="soft">{none}</span>;
  return (
    <span className="names">
      {of.slice(0, shown).map((name) => (
        <Name key={name}>{name}</Name>
      ))}
      {of.length > shown && <span className="soft">+{of.length - shown}</span>}
    </span>
  );
}
