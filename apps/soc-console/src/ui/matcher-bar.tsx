import { type FormEvent, useId, useRef, useState } from 'react';
import { labelNames, readMatcher } from './matchers.ts';
import { readable } from './readable.ts';

export interface MatcherBarProps {
  matchers: readonly string[];
  onChange(matchers: readonly string[]): void;
  /** Default: all that incidents have. */
  labels?: readonly string[];
  /** `/` leads to the field where it has this id. */
  inputId?: string;
}

const MATCHERS_MAX = 20;

/** Matchers that must all hold, as chips, and a field for one more. Its owner keeps them, best in the address. */
export function MatcherBar({ matchers, onChange, labels = labelNames, inputId }: MatcherBarProps) {
  const [problem, setProblem] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const problemId = useId();
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const input = field.current;
    if (!input || input.value.trim() === '') return;
    const read = readMatcher(input.value);
    if (read.kind === 'invalid') {
      setProblem(read.reason);
      return;
    }
    if (!matchers.includes(read.text)) onChange([...matchers, read.text].slice(0, MATCHERS_MAX));
    input.value = '';
    setProblem('');
  };
  return (
    <form className="matchers" onSubmit={add}>
      <label className="visually-hidden" htmlFor={inputId ?? `${listId}-field`}>
        Matcher
      </label>
      <input
        ref={field}
        id={inputId ?? `${listId}-field`}
        className="input"
        list={listId}
        placeholder="severity=~critical|high"
        aria-invalid={problem !== ''}
        aria-describedby={problemId}
        onChange={() => setProblem('')}
        autoComplete="off"
        spellCheck={false}
      />
      <datalist id={listId}>
        {labels.map((label) => (
          <option key={label} value={`${label}=`} />
        ))}
      </datalist>
      {matchers.map((matcher) => (
        <button
          key={matcher}
          type="button"
          className="chip"
          title={`Remove ${readable(matcher)}`}
          onClick={() => onChange(matchers.filter((one) => one !== matcher))}
        >
          <bdi>{readable(matcher)}</bdi> <span aria-hidden="true">✕</span>
          <span className="visually-hidden">: remove</span>
        </button>
      ))}
      {matchers.length > 1 && (
        <button type="button" className="button quiet small" onClick={() => onChange([])}>
          Clear all
        </button>
      )}
      <p id={problemId} className="problem" role="status">
        {problem}
      </p>
    </form>
  );
}
