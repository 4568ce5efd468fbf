export interface BannerFacts {
  version: string;
  dataDirectory: string;
  agentsUrl: string;
  /** A door with tokens asks for one. */
  agentsDoorGuarded: boolean;
  platformUrl: string | undefined;
  pageUrl: string;
  /** Opens the page; undefined where the page needs no token. */
  viewToken: string | undefined;
  controlTokenFile: string | undefined;
  executors: readonly string[];
  channels: readonly string[];
  policyNamed: boolean;
}

/** What an operator wants to know once it runs: where to send, where to look, how to stop an agent. */
export function bannerOf(facts: BannerFacts): string {
  const lines = [
    `mortsafe ${facts.version} is watching.`,
    '',
    `  Agents send to   ${facts.agentsUrl}  (OTLP over HTTP: /v1/logs and /v1/traces${facts.agentsDoorGuarded ? ', with a token' : ''})`,
  ];
  if (facts.platformUrl) lines.push(`  Sensors send to  ${facts.platformUrl}  (with a token)`);
  lines.push(
    `  Incidents        ${facts.pageUrl}`,
    `  Data             ${facts.dataDirectory}`,
    `  Told on          ${facts.channels.join(', ') || 'no channel: the page alone shows what is found'}`,
    `  Kills            ${killsText(facts)}`,
  );
  if (!facts.policyNamed) {
    lines.push(
      '  Policy           none: every relaunch of a killed agent needs `mortsafe authorise-relaunch`',
    );
  }
  lines.push('', '  Stop with Ctrl-C.', '');
  return `${lines.join('\n')}\n`;
}

const killsText = ({ executors, controlTokenFile }: BannerFacts): string => {
  const token = controlTokenFile ? ` (token in ${controlTokenFile})` : '';
  const carriedOut =
    executors.length > 0 ? `carried out for ${executors.join(', ')}` : 'recorded, not carried out';
  return `mortsafe kill <agent> --fleet <fleet>${token}; ${carriedOut}`;
};
