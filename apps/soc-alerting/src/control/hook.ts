import { matchesGlob } from '@mortsafe/agent-events';
import { compile, type JSONPathQuery, type JSONValue } from 'json-p3';
import { bearerOf, sameSecret, signatureOf } from '../access/secrets.ts';
import type { HookAct } from './hook-acts.ts';

/** How the words of an EDR, a SIEM or a gateway become orders. Paths are JSONPath (RFC 9535). */
export interface HookRule {
  act: HookAct;
  /** Path to what it is said of, each by itself: `$.events[*]`. Default `$`: all of it. Other paths begin there. */
  each?: string;
  /** What must stand at a path: one of these texts. All must hold. */
  when?: Readonly<Record<string, readonly string[]>>;
  /** A path where it begins with `$`, else the name itself. */
  fleet: string;
  agent: string;
  reason?: string;
}

export interface HookSettings {
  /** `POST /api/v1/hooks/{name}`; in the audit trail `controller:name`. */
  name: string;
  /** At least 16 characters: a bearer token, or what signs. */
  secret: string;
  /** HMAC-SHA256 of the body, in hex or base64. Absent: `Authorization: Bearer` with the secret. */
  signature?: { header: string; prefix?: string };
  /** Fleet globs in which it may order. */
  fleets: readonly string[];
  rules: readonly HookRule[];
}

/** Something that a delivery asks for. */
export interface HookOrder {
  act: HookRule['act'];
  fleet: string;
  agent: string;
  reason?: string;
}

export interface Hook {
  name: string;
  fleets: readonly string[];
  /** Whether a delivery is from whom it says. */
  isTrue(body: string, header: (name: string) => string | undefined): boolean;
  /** What a delivery asks for, each once; or why it cannot be read. */
  read(body: string): { orders: HookOrder[] } | { reason: string };
}

const SECRET_CHARS_MIN = 16;
const ORDERS_MAX = 100;
const REASON_CHARS_MAX = 1_000;

/** @throws {Error} The secret is too short, or a path is none. */
export function createHook({ name, secret, signature, fleets, rules }: HookSettings): Hook {
  if (secret.length < SECRET_CHARS_MIN) {
    throw new Error(`hook ${name}: its secret has fewer than ${SECRET_CHARS_MIN} characters`);
  }
  const compiled = rules.map((rule) => compiledRule(name, rule));
  return {
    ...{ name, fleets },
    isTrue(body, header) {
      if (!signature) return sameSecret(bearerOf(header('authorization')) ?? '', secret);
      const { header: named, prefix = '' } = signature;
      const given = header(named) ?? '';
      return (['hex', 'base64'] as const).some((form) =>
        sameSecret(given, prefix + signatureOf(body, secret, form)),
      );
    },
    read(body) {
      try {
        const said = JSON.parse(body) as JSONValue;
        const orders = compiled.flatMap((read) => read(said));
        const once = [...new Map(orders.map((order) => [JSON.stringify(order), order])).values()];
        return once.length > ORDERS_MAX
          ? { reason: `one delivery asks for at most ${ORDERS_MAX} things` }
          : { orders: once };
      } catch {
        return { reason: 'the body is no JSON, or too deep' };
      }
    },
  };
}

export const mayOrderIn = ({ fleets }: Pick<Hook, 'fleets'>, fleet: string): boolean =>
  fleets.some((glob) => matchesGlob(glob, fleet));

function compiledRule(hook: string, { act, each = '$', when = {}, ...named }: HookRule) {
  const path = (text: string): JSONPathQuery => {
    try {
      return compile(text);
    } catch {
      throw new Error(`hook ${hook}: ${text} is no JSONPath`);
    }
  };
  const textOf = (text: string): ((said: JSONValue) => string | undefined) => {
    if (!text.startsWith('$')) return () => text;
    const query = path(text);
    return (said) => textsAt(query, said)[0];
  };
  const things = path(each);
  const conditions = Object.entries(when).map(([at, texts]) => ({ query: path(at), texts }));
  const [fleetOf, agentOf, reasonOf] = [textOf(named.fleet), textOf(named.agent), textOf(named.reason ?? '')];

  return (said: JSONValue): HookOrder[] =>
    things
      .query(said)
      .values()
      .flatMap((thing) => {
        const holds = conditions.every(({ query, texts }) =>
          textsAt(query, thing).some((text) => texts.includes(text)),
        );
        const [fleet, agent, reason] = [fleetOf(thing), agentOf(thing), reasonOf(thing)];
        if (!holds || fleet === undefined || agent === undefined) return [];
        return [{ act, fleet, agent, ...(reason && { reason: reason.slice(0, REASON_CHARS_MAX) }) }];
      });
}

/** Texts and numbers, never what is made of several. */
const textsAt = (query: JSONPathQuery, said: JSONValue): string[] =>
  query
    .query(said)
    .values()
    .flatMap((value) => (['string', 'number', 'boolean'].includes(typeof value) ? [String(value)] : []));
