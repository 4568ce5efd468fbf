import type { AccessOptions, HookSettings, RuleInForce } from '@mortsafe/soc-alerting';
import type { RuleSet } from '../user-rules/rule-set.ts';
import type { AccessConfig } from './access-config.ts';
import type { HooksConfig } from './hooks-config.ts';
import type { LoadedPolicy } from './read-policy.ts';
import type { SecretSource } from './secret.ts';
import { withoutAbsent } from './without-absent.ts';

/** What the file says of who gets in, with secrets fetched. */
export function accessOf(
  { oidc, roles, fourEyes, rateLimits }: AccessConfig,
  secret: (source: SecretSource) => string,
): AccessOptions {
  const always = { fourEyes, rateLimits: withoutAbsent(rateLimits) };
  if (!oidc) return always;
  const clientSecret = oidc.clientSecret && secret(oidc.clientSecret);
  return {
    ...always,
    signIn: { oidc: withoutAbsent({ ...oidc, clientSecret }), roles: roles.map(withoutAbsent) },
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
