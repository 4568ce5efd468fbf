import {
  agentOf,
  idMaxChars,
  instanceOf,
  MORTSAFE_AGENT,
  MORTSAFE_FLEET,
  MORTSAFE_INSTANCE,
  matchesGlob,
  SERVICE_NAMESPACE,
  sensorPolicyOf,
} from '@mortsafe/agent-events';
import { fleetSaid, identityIn } from '../fleet.ts';
import type { Workload } from './known.ts';
import type { SensorContext } from './sensor-dialect.ts';

type Texts = Iterable<readonly [name: string, text: string]>;

/** What a platform says of something that it runs. */
export interface Described {
  /** By the names that OpenTelemetry has for them, such as `k8s.namespace.name`. */
  attributes: Readonly<Record<string, string | undefined>>;
  labels?: Texts;
  annotations?: Texts;
  env?: Texts;
  /** What names of labels and annotations are put behind, such as `k8s.pod`. */
  prefix: string;
  /** The fleet where nothing else says one. */
  namespace: string | undefined;
}

/** On pods and containers, as labels or annotations. */
const markers: Readonly<Record<string, string>> = {
  'mortsafe.dev/agent': MORTSAFE_AGENT,
  'mortsafe.dev/fleet': MORTSAFE_FLEET,
  'mortsafe.dev/instance': MORTSAFE_INSTANCE,
};

/** In the environment of an agent; the SDK and its launches use the same. */
const variables: Readonly<Record<string, string>> = {
  MORTSAFE_AGENT,
  MORTSAFE_FLEET,
  MORTSAFE_INSTANCE,
};
const RESOURCE = 'OTEL_RESOURCE_ATTRIBUTES';

/** Which agent a workload is; undefined where nothing says that it is one. */
export function workloadOf(described: Described, context: SensorContext): Workload | undefined {
  const attributes = attributesOf(described);
  const { policy, pass } = context;
  attributes[MORTSAFE_FLEET] ??= fleetByPolicy(attributes, context);
  const resource = { [SERVICE_NAMESPACE]: described.namespace };
  const fleet = fleetSaid(pass, attributes, resource);
  const whole = { attributes, resource: {} };
  const agent = agentOf(whole, identityIn(policy, fleet));
  if (agent === undefined || typeof fleet !== 'string') return undefined;
  return { agent, fleet, instance: instanceOf(whole) };
}

/** The fleet of what is no agent, such as a namespace. */
export function fleetOfNamespace(namespace: string | undefined, context: SensorContext): string {
  const attributes = { 'k8s.namespace.name': namespace };
  const said = { [MORTSAFE_FLEET]: fleetByPolicy(attributes, context) };
  return String(fleetSaid(context.pass, said, { [SERVICE_NAMESPACE]: namespace }));
}

type Attributes = Record<string, string | undefined>;

function attributesOf({
  attributes,
  labels = [],
  annotations = [],
  env = [],
  prefix,
}: Described): Attributes {
  const found: Attributes = { ...attributes };
  for (const [name, text] of env) {
    found[`process.environment_variable.${name}`] = text;
    if (Object.hasOwn(variables, name)) found[variables[name] as string] = text;
    if (name === RESOURCE) Object.assign(found, { ...resourceAttributes(text), ...found });
  }
  // What is written on the outside stands before what is within.
  for (const [kind, texts] of [
    ['annotation', annotations],
    ['label', labels],
  ] as const) {
    for (const [name, text] of texts) {
      found[`${prefix}.${kind}.${name}`] = text;
      if (Object.hasOwn(markers, name)) found[markers[name] as string] = text;
    }
  }
  return found;
}

/** `mortsafe.agent=planner,service.instance.id=p-1`. */
function resourceAttributes(text: string): Attributes {
  const found: Attributes = {};
  for (const pair of text.split(',', 64)) {
    const [name = '', value = ''] = pair.split('=', 2).map((part) => part.trim());
    if (!wantedOfResource.has(name) || value === '' || value.length > idMaxChars) continue;
    found[name] = value;
  }
  return found;
}

const wantedOfResource: ReadonlySet<string> = new Set([
  MORTSAFE_AGENT,
  MORTSAFE_FLEET,
  MORTSAFE_INSTANCE,
  'service.instance.id',
]);

function fleetByPolicy(attributes: Attributes, { policy }: SensorContext): string | undefined {
  for (const { attribute, matches, fleet } of sensorPolicyOf(policy).fleets) {
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    if (value !== undefined && matchesGlob(matches, value)) return fleet.replaceAll('{value}', () => value);
  }
  return undefined;
}
