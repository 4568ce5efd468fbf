import type { AccessOptions, HookSettings, RuleInForce } from '@mortsafe/soc-alerting';
import type { RuleSet } from '../user-rules/rule-set.ts';
import type { AccessConfig } from './access-config.ts';
import type { HooksConfig } from './hooks-config.ts';
import type { LoadedPolicy } from './read-policy.ts';
import type { SecretSource } from './secret.ts';

/** What the file says of who gets in, with secrets fetched. */
export function accessOf(
  { oidc, roles, fourEyes, rateLimits }: AccessConfig,
  secret: (source: SecretSource) => string,
): AccessOptions {
  const limits = Object.fromEntries(Object.entries(rateLimits).filter(([, value]) => value !== undefined));
  if (!oidc) return { fourEyes, rateLimits: limits };
  const { clientSecret, ...rest } = oidc;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...{ fourEyes, rateLimits: limits },
    signIn: {
      oidc: {
        ...(given as { issuer: string; clientId: string }),
        ...(clientSecret && { clientSecret: secret(clientSecret) }),
      },
      roles: roles.map(({ people, groups, ...grant }) => ({
        ...grant,
        ...(people && { people }),
        ...(groups && { groups }),
      })),
    },
  };
}

/** Doors for machines elsewhere, with secrets fetched. */
export const hooksOf = (hooks: HooksConfig, secret: (source: SecretSource) => string): HookSettings[] =>
  hooks.map(({ signature, rules, ...hook }) => ({
    ...hook,
    secret: secret(hook.secret),
    ...(signature && { signature: withoutAbsent(signature) }),
    rules: rules.map(withoutAbsent),
  }));

/** Absent is absent, not undefined. */
const withoutAbsent = <Given extends object>(given: Given) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]: Exclude<Given[Key], undefined>;
  };

/** The rules with their numbers, and what the policy says of each. */
export function rulesInForce({ rules, user }: RuleSet, { policy }: LoadedPolicy): RuleInForce[] {
  const own = new Set(user?.loaded.map(({ rule }) => rule.id));
  return rules.map(({ id, title, limits }) => ({
    ...{ id, title, limits, page: own.has(id) ? null : `rules/${id}.md` },
    tuning: policy.fleets.flatMap(({ fleet, agents, rules: tuned }) => {
      const tuning = tuned[id];
      return tuning ? [{ fleet, agents, ...tuning }] : [];
    }),
  }));
}
