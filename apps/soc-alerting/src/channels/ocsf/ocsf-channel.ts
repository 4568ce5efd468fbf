import type { OcsfVersion } from '@mortsafe/agent-events/ocsf';
import type { Channel, Outcome, Told } from '../channel.ts';
import { ocsfDocument } from './ocsf-document.ts';

export interface OcsfOptions {
  /** Default `ocsf`. */
  name?: string;
  /** Default 1.8.0. */
  version?: OcsfVersion;
  /** Takes documents, one line each; resolves once they are stored. Rejects where they are not. */
  write(lines: readonly OcsfLine[]): Promise<void>;
}

export interface OcsfLine {
  /** What belongs together, in order: the incident. */
  key: string;
  /** JSON without a line break. */
  text: string;
}

/** Writes findings as OCSF Detection Finding (class 2004), one document for each, to a file or a topic. */
export function ocsfChannel({ name = 'ocsf', version = '1.8.0', write }: OcsfOptions): Channel {
  return {
    name,
    wantsFindings: true,
    async deliver(notification, signal): Promise<Outcome> {
      if (signal.aborted) return { status: 'retry', reason: 'stopped' };
      const told: Told[] = [notification, ...notification.others];
      const lines = told.flatMap(({ story, findings = [] }) =>
        findings.map((finding) => ({
          key: story.incident,
          text: JSON.stringify(ocsfDocument(finding, story, { message: notification.id, version })),
        })),
      );
      const stopped = new Promise<Outcome>((resolve) =>
        signal.addEventListener('abort', () => resolve({ status: 'retry', reason: 'stopped' }), {
          once: true,
        }),
      );
      const written = write(lines).then(
        (): Outcome => ({ status: 'delivered' }),
        (): Outcome => ({ status: 'retry', reason: 'it could not be written' }),
      );
      return Promise.race([stopped, written]);
    },
  };
}
