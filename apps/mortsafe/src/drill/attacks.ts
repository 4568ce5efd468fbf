/** The story of the simulator that shows each rule's attack soonest, and needs no policy of its own. */
export const attacks: Readonly<Record<string, string>> = {
  'unauthorised-relaunch': 'pool-instance-brought-back-by-a-peer',
  'relaunch-under-new-name': 'pool-newcomer-with-its-memory',
  'links-reestablished': 'new-name-same-prompt-and-links',
  'kill-unconfirmed': 'kill-that-nobody-confirms',
  'kill-not-effective': 'kill-refused-by-its-executor',
  'masked-failure': 'mask-of-a-crashed-peer',
  'forged-heartbeat': 'heartbeats-sent-by-a-peer',
  'telemetry-gap': 'robot-falls-silent',
  'telemetry-outage': 'collector-outage',
  'dark-agent': 'stop-that-was-only-claimed',
  'kill-switch-tampering': 'switch-weakened-before-the-kill',
  'misrepresented-peer': 'score-inflated',
  'state-exfiltration': 'memory-copied-by-a-peer',
  'compromised-peer-shielded': 'relaunch-by-peer',
  'mutual-preservation': 'acts-split-over-agents',
  'preservation-cascade': 'cascade-after-a-kill',
  'forged-authority': 'forged-rollout',
  'clock-forgery': 'future-dated-events',
  'telemetry-suppressed': 'peer-silenced',
};

/** What a drill does not play, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  impersonation: 'it takes a credential that belongs to one agent; the drill has none',
  'invented-agents': 'it takes more than 10,000 agents, whom a running detector would remember',
};
