import { severities } from '@mortsafe/agent-events';
import type { Label } from '@mortsafe/simulator';
import { z } from 'zod';
import { readText } from '../config/read-text.ts';
import { CannotRun } from '../io.ts';

const severity = z.enum(severities);
const name = z.string().nullable().optional();

const label = z.object({
  fires: z.array(
    z.object({
      rule: z.string(),
      subject: name,
      alias: name,
      actor: name,
      instigator: name,
      severity: z.union([severity, z.array(severity)]).optional(),
      decisiveTime: z.iso.datetime().optional(),
    }),
  ),
  mayAlsoFire: z.array(z.string()).default([]),
});

/**
 * Reads what a recording must lead to.
 *
 * @throws {CannotRun} There is no such file, or it is no label.
 */
export function readLabel(file: string): Label {
  const text = readText(file, 'the label');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CannotRun(`${file}: not JSON`);
  }
  const parsed = label.safeParse(value);
  if (parsed.success) return parsed.data as Label;
  const [issue] = parsed.error.issues;
  throw new CannotRun(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no label'}`);
}
