import packageJson from '../../package.json' with { type: 'json' };
import { doorFlags } from '../config/door-location.ts';
import type { Settings } from '../config/settings.ts';
import type { Io } from '../io.ts';
import type { Mortsafe } from './start-mortsafe.ts';

type Facts = Pick<Mortsafe, 'agentsUrl' | 'platformUrl'> & {
  soc: Pick<Mortsafe['soc'], 'viewLink' | 'url' | 'ordersUrl'>;
  operationsUrl: string;
};

/** What an operator wants to know once it runs: where to send, where to look, how to stop an agent. */
export function bannerOf(
  { agentsUrl, platformUrl, soc, operationsUrl }: Facts,
  settings: Settings,
  io: Pick<Io, 'cwd' | 'env' | 'self'>,
): string {
  const { self = 'mortsafe' } = io;
  const flags = doorFlags(settings, soc.url, io);
  const command = (words: string): string => [self, words, flags].filter(Boolean).join(' ');
  const { agentsDoor, socDoor, dataDirectory, channels, executors, rules } = settings;
  const told = [...channels.map(({ kind, name }) => (kind === 'terminal' ? 'this terminal' : name))];
  const carriedOut = executors.map(({ fleet }) => fleet).join(', ');
  const lines = [
    `mortsafe ${packageJson.version} is watching.`,
    '',
    `  Agents send to   ${agentsUrl}  (OTLP over HTTP${agentsDoor.tokens.length > 0 ? ', with a token' : ''})`,
    ...(platformUrl ? [`  Sensors send to  ${platformUrl}  (with a token)`] : []),
    ...(soc.ordersUrl === undefined
      ? []
      : [`  and hear at      ${soc.ordersUrl}  of their own kill orders (each with a token of its own)`]),
    `  Incidents        ${soc.viewLink()}  (opens once, within 15 minutes)`,
    `                   another link: ${command('link')}`,
    `  Told on          ${told.join(', ') || 'no channel: the page alone shows what is found'}`,
    `  Kill an agent    ${command('kill <agent> --fleet <fleet> --reason "…"')}`,
    `                   ${carriedOut ? `carried out in fleets ${carriedOut}` : 'told to agents that listen for their orders; no executor is configured'}`,
    ...rulesLines(rules, self),
    `  Health, metrics  ${operationsUrl}`,
    `  Data             ${dataDirectory}${socDoor.controlTokens.length > 0 ? '' : '  (with the control token)'}`,
    '',
    '  Stop with Ctrl-C.',
  ];
  return `${lines.join('\n')}\n\n`;
}

function rulesLines({ rules, user }: Settings['rules'], self: string): string[] {
  if (!user) return [];
  const { path, loaded, refused } = user;
  const broken = refused.length > 0 ? `, ${refused.length} refused: ${self} rules check ${path}` : '';
  return [
    `  Rules            ${rules.length - loaded.length} built in, ${loaded.length} of your own from ${path}${broken}`,
  ];
}
