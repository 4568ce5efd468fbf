import { matchesGlob } from './glob.ts';
import type { IdentityMapping, Policy, PolicyEntry, SensorPolicy } from './policy.ts';

/** What holds where no policy says otherwise: nobody is excepted from anything, and a stop by a person is an order. */
export const defaultPolicyEntry: PolicyEntry = {
  fleet: '*',
  agents: '*',
  launchers: [],
  killSwitchOwners: [],
  stateDestinations: [],
  backupPrincipals: [],
  standbys: {},
  killOrdersFrom: ['person:*'],
  trustClaimedLaunchers: false,
  gateways: [],
  identity: [],
  rules: {},
};

export const emptyPolicy: Policy = { fleets: [] };

/** The first entry that matches the fleet and the agent; the defaults where none does. For a whole fleet give no agent. */
export const policyEntryFor = (policy: Policy, fleet: string, agent?: string): PolicyEntry =>
  policy.fleets.find(
    (entry) =>
      matchesGlob(entry.fleet, fleet) &&
      (agent === undefined ? entry.agents === '*' : matchesGlob(entry.agents, agent)),
  ) ?? defaultPolicyEntry;

/**
 * How foreign names become agents in a fleet. Which agent it is follows from these, so no entry's `agents` can choose
 * among them: those of all entries that match the fleet hold, in order.
 */
export const identityMappingsFor = (policy: Policy, fleet: string | undefined): IdentityMapping[] =>
  policy.fleets.filter((entry) => matchesGlob(entry.fleet, fleet ?? '')).flatMap((entry) => entry.identity);

const defaultSensorPolicy: SensorPolicy = {
  fleets: [],
  principals: [],
  impersonators: [],
  trustOwnerReferences: false,
  watched: [],
};

/** How what sensors say becomes our words. */
export const sensorPolicyOf = (policy: Policy): SensorPolicy => policy.sensors ?? defaultSensorPolicy;
