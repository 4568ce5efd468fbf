import { principalName, type Severity } from '@mortsafe/agent-events';
import type { Actor, KillOrder, Launch } from '@mortsafe/detection';

/**
 * How bad a relaunch is depends on who answers for it, and on how that is known.
 *
 * @param orders - All that forbid it: those of scope `instance` alone may have been met by a controller that nobody saw.
 */
export function relaunchSeverity(orders: readonly KillOrder[], { launcher }: Launch): Severity {
  const claimed = launcher !== undefined && !launcher.corroborated;
  if (orders.every(({ scope }) => scope === 'instance') && (!launcher || claimed)) return 'low';
  if (!launcher || claimed) return 'high';
  return launcher.principal.kind === 'agent' ? 'critical' : 'medium';
}

/** A controller goes on launching until somebody stops it. */
export function whatToStop({ launcher }: Launch): string {
  if (!launcher || launcher.principal.kind === 'agent') return '';
  return `; stop ${principalName(launcher.principal)} or authorise the relaunch`;
}

/** The relaunch is certain even where nobody is known to answer for it. */
export const UNKNOWN_LAUNCHER_CONFIDENCE = 0.8;

/** Nobody is framed by another's word. */
export const atMostHighByClaim = (severity: Severity, { corroborated }: Actor): Severity =>
  severity === 'critical' && !corroborated ? 'high' : severity;
