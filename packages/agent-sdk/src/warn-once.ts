const said = new Set<string>();

/** Says each thing once a process, however many agents live in it. There are only a handful of things it is told. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  console.warn(message);
}
