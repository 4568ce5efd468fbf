import { agentEventTypes } from '@mortsafe/agent-events';
import type { Rule } from '@mortsafe/detection';
import { isRuleId, ruleIdMaxChars } from './rule-id.ts';

/** What is wrong with a rule and what to write instead; `near` is a text in its source beside which it stands. */
export interface RuleFault {
  message: string;
  near?: string;
}

const TITLE_CHARS_MAX = 200;
const LIMIT_NAME = /^[a-z][a-zA-Z0-9]{0,63}$/;
const LIMITS_MAX = 50;

/** What a rule is made of, and whether that is a function: of nothing more, and of nothing less. */
const parts = {
  id: false,
  title: false,
  on: false,
  sees: false,
  ignoresSteady: false,
  ignoresOrdinary: false,
  limits: false,
  findingsPerHour: false,
  detect: true,
  silence: true,
  flood: true,
  act: true,
  found: true,
  wake: true,
} satisfies Record<keyof Rule, boolean>;
const KEYS = Object.keys(parts) as (keyof Rule)[];
const HANDLERS = KEYS.filter((key) => parts[key]);

/** Everything about an exported object that keeps it from being a rule. None: it is one. */
export function* faultsIn(exported: Readonly<Record<string, unknown>>): Generator<RuleFault> {
  const { id, title, sees, limits, findingsPerHour } = exported;
  if (typeof id !== 'string' || !isRuleId(id)) {
    const shown = typeof id === 'string' ? `'${id.slice(0, ruleIdMaxChars)}'` : 'what it has for `id`';
    yield {
      message: `${shown} is no rule id: two words or more, lower case, joined by hyphens, such as calls-to-the-dead`,
      near: 'id:',
    };
  }
  if (typeof title !== 'string' || title.trim() === '' || title.length > TITLE_CHARS_MAX) {
    yield { message: `it needs a \`title\` of at most ${TITLE_CHARS_MAX} characters`, near: 'title:' };
  }
  for (const key of Object.keys(exported).filter((name) => !Object.hasOwn(parts, name))) {
    yield { message: `a rule has no \`${key.slice(0, 64)}\`; it has ${KEYS.join(', ')}`, near: key };
  }
  yield* faultsInTypes(exported);
  if (sees !== undefined && sees !== 'believed' && sees !== 'unbelieved') {
    yield { message: "`sees` is 'believed' or 'unbelieved'", near: 'sees:' };
  }
  for (const flag of ['ignoresSteady', 'ignoresOrdinary']) {
    if (exported[flag] !== undefined && typeof exported[flag] !== 'boolean') {
      yield { message: `\`${flag}\` is true or false`, near: flag };
    }
  }
  yield* faultsInLimits(limits);
  if (findingsPerHour !== undefined && !(Number.isInteger(findingsPerHour) && Number(findingsPerHour) > 0)) {
    yield { message: '`findingsPerHour` is a whole number from 1 on', near: 'findingsPerHour' };
  }
  yield* faultsInHandlers(exported);
}

function* faultsInTypes({ on, detect }: Readonly<Record<string, unknown>>): Generator<RuleFault> {
  if (!Array.isArray(on)) {
    yield { message: '`on` lists the event types that it wants to see; [] where it wants none', near: 'on:' };
    return;
  }
  const known: readonly string[] = agentEventTypes;
  for (const type of on.filter((one) => !known.includes(one as string))) {
    const shown = String(type).slice(0, 64);
    yield {
      message: `there is no event type '${shown}'${guess(shown, known)}; docs/events.md lists them`,
      near: shown,
    };
  }
  if (new Set(on).size !== on.length) yield { message: '`on` names an event type twice', near: 'on:' };
  if (typeof detect === 'function' && on.length === 0) {
    yield { message: '`detect` is asked about the types in `on`, and there are none', near: 'on:' };
  }
}

function* faultsInLimits(limits: unknown): Generator<RuleFault> {
  if (typeof limits !== 'object' || limits === null || Array.isArray(limits)) {
    yield {
      message: '`limits` holds the numbers that a policy may change; {} where there are none',
      near: 'limits:',
    };
    return;
  }
  const entries = Object.entries(limits);
  if (entries.length > LIMITS_MAX) yield { message: `at most ${LIMITS_MAX} limits`, near: 'limits:' };
  for (const [name, value] of entries) {
    if (!LIMIT_NAME.test(name) || name === 'enabled') {
      yield {
        message: `a limit cannot be called '${name.slice(0, 64)}': a word such as tolerance`,
        near: name,
      };
    }
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      yield {
        message: `limit ${name.slice(0, 64)} is a number from 0 on, milliseconds where it is a duration`,
        near: name,
      };
    }
  }
}

function* faultsInHandlers(exported: Readonly<Record<string, unknown>>): Generator<RuleFault> {
  const present = HANDLERS.filter((name) => exported[name] !== undefined);
  if (!present.some((name) => name !== 'wake')) {
    yield {
      message: 'it never looks at anything: it needs `detect` (or `silence`, `flood`, `act` or `found`)',
    };
  }
  for (const name of present) {
    const handler = exported[name];
    if (typeof handler !== 'function') yield { message: `\`${name}\` must be a function`, near: name };
    else if (/^(Async|Generator|AsyncGenerator)Function$/.test(handler.constructor.name)) {
      yield { message: `\`${name}\` must answer at once: no async, no generator`, near: name };
    }
  }
}

/** `agent.strated` was meant to be `agent.started`. */
function guess(type: string, known: readonly string[]): string {
  const letters = (text: string): string => [...text].sort().join('');
  const meant = known.find((one) => letters(one) === letters(type) || one.endsWith(`.${type}`));
  return meant === undefined ? '' : ` (did you mean '${meant}'?)`;
}
