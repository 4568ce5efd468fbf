import { type ChannelsConfig, channelNames } from './channels-config.ts';
import { namesIn, type RoutingConfig } from './routing-config.ts';

interface Naming {
  channels: ChannelsConfig;
  routing: RoutingConfig;
}

/** Says where a name is used that nothing has, or two things have. */
export function* checkNames({
  channels,
  routing,
}: Naming): Generator<{ path: (string | number)[]; message: string }> {
  const named = channelNames(channels);
  for (const [index, { name, path }] of named.entries()) {
    if (named.findIndex((one) => one.name === name) === index) continue;
    yield { path: ['channels', ...path, 'name'], message: `another channel is called ${name}` };
  }
  const known = {
    channel: named.map(({ name }) => name),
    'time interval': (routing.timeIntervals ?? []).map(({ name }) => name),
  };
  for (const { kind, name, path } of namesIn(routing.route ?? {}, ['routing', 'route'])) {
    if (known[kind].includes(name)) continue;
    const those = known[kind].join(', ') || 'none';
    yield { path, message: `there is no ${kind} ${name}; there is ${those}` };
  }
}
