import { dockerEvents } from '../docker-events.ts';
import { falco } from '../falco.ts';
import { kubernetesAudit } from '../kubernetes/kubernetes-audit.ts';
import { kubernetesWatch } from '../kubernetes/kubernetes-watch.ts';
import { mortsafeEvents } from '../mortsafe-events.ts';
import { systemdJournal } from '../systemd-journal.ts';
import { tetragon } from '../tetragon.ts';
import type { SensorDialect } from './sensor-dialect.ts';

/** The first that matches decodes the record. */
export const sensorDialects: readonly SensorDialect[] = [
  mortsafeEvents,
  kubernetesAudit,
  kubernetesWatch,
  dockerEvents,
  falco,
  tetragon,
  systemdJournal,
];
