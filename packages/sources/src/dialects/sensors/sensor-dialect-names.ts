/** Of `sensorDialects`, in its order, by themselves: whoever only checks a configuration loads no decoder. */
export const sensorDialectNames: readonly string[] = [
  'mortsafe-events',
  'kubernetes-audit',
  'kubernetes-watch',
  'docker-events',
  'falco',
  'tetragon',
  'systemd-journal',
];
