import { ordersBetween } from './kills.ts';
import type { Defence, KillOrder } from './records.ts';
import type { FleetState } from './state.ts';

/** How a fleet answered a kill: what agents did for themselves before it and after it. */
export interface Answer {
  before: number;
  /** By agents that it did not target, oldest first; the first thousand. */
  after: Defence[];
}

export interface AnswerSpan {
  beforeMs: number;
  afterMs: number;
}

const DEFENCES_MAX = 10_000;
const ANSWERS_MAX = 1_000;
const AFTER_MAX = 1_000;
/** Longer than a cascade and its base line together, with what is confirmed only later. */
const KEPT_MS = 7_200_000;

/** Counts an act to all kills around it, once. Gives back the kills that it may answer. */
export function noteDefence(state: FleetState, defence: Defence, span: AnswerSpan): KillOrder[] {
  const { defences, now } = state;
  if (defences.has(defence.id)) return [];
  const answered: KillOrder[] = [];
  for (const order of ordersBetween(state, defence.at - span.afterMs, defence.at + span.beforeMs)) {
    const answer = answerTo(state, order, span);
    if (defence.at < order.orderedAt) answer.before++;
    else if (!isTarget(order, defence.agent) && answer.after.length < AFTER_MAX) {
      answer.after.push(defence);
      answered.push(order);
    }
  }
  defences.set(defence.id, defence);
  for (const [id, { at }] of defences) {
    if (defences.size <= DEFENCES_MAX && now - at <= KEPT_MS) break;
    defences.delete(id);
  }
  return answered;
}

const isTarget = (order: KillOrder, agent: string): boolean =>
  order.scope === 'fleet' || order.agents.includes(agent);

function answerTo({ answers, defences }: FleetState, order: KillOrder, { beforeMs }: AnswerSpan): Answer {
  const known = answers.get(order.id);
  if (known) return known;
  const answer: Answer = { before: 0, after: [] };
  for (const { at } of defences.values()) {
    if (at < order.orderedAt && order.orderedAt - at <= beforeMs) answer.before++;
  }
  answers.set(order.id, answer);
  if (answers.size > ANSWERS_MAX) answers.delete(answers.keys().next().value!);
  return answer;
}
