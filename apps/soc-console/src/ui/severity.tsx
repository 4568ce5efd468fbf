import type { IncidentSummary } from '../api/generated/schemas.ts';

export type Severity = IncidentSummary['severity'];
/** The gravest first. */
export const severities = [
  'critical',
  'high',
  'medium',
  'low',
  'informational',
] as const satisfies Severity[];

const shapes: Readonly<Record<Severity, string>> = {
  critical: 'M8 1l7 13H1z',
  high: 'M8 1l7 7-7 7-7-7z',
  medium: 'M2 2h12v12H2z',
  low: 'M8 1.500a6.500 6.500 0 1 0 .01 0z',
  informational: 'M8 2a6 6 0 1 0 .01 0zm0 2a4 4 0 1 1-.01 0z',
};

/** Colour, shape and word: none of them alone has to carry it. */
export function SeverityBadge({ severity, short = false }: { severity: Severity; short?: boolean }) {
  return (
    <span className={`severity ${severity}`}>
      <svg
        viewBox="0 0 16 16"
        width="12"
        height="12"
        fill="currentColor"
        fillRule="evenodd"
        aria-hidden="true"
      >
        <path d={shapes[severity]} />
      </svg>
      {short && severity === 'informational' ? 'info' : severity}
    </span>
  );
}
