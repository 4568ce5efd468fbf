import type { InstanceOrderState, OrderStage } from '@mortsafe/agent-events';
import { html } from 'hono/html';
import type { OrderProgress } from '../../orders/order-state-store.ts';
import { countsWords, stageWords } from '../../story/order-words.ts';
import { readable } from '../../story/readable.ts';
import type { Markup } from './layout.ts';
import { agentName, dayTag, timeTag } from './pieces.ts';

const INSTANCES_SHOWN = 20;

/** How far the kill of an incident has come, for the order as a whole and for each instance that it means. */
export function orderSection(progress: OrderProgress | undefined): Markup {
  if (!progress) return html``;
  const { whole, instances } = progress;
  const rest = instances.length - INSTANCES_SHOWN;
  return html`<section>
    <h2>How far the kill has come</h2>
    <div class="card table"><table>
      <thead><tr><th>Whom</th><th>State</th><th>Since</th></tr></thead>
      <tbody>
        <tr><td>order <code>${readable(whole.order)}</code></td>
          <td><span class="stage ${whole.state}">${stageWords[whole.state]}</span>
            <small>${whole.ended ? html`${whole.ended}; before that ` : ''}${countsWords(whole)}</small></td>
          <td>${when(whole)}</td></tr>
        ${instances.slice(0, INSTANCES_SHOWN).map(row)}
      </tbody></table></div>
    ${rest > 0 ? html`<p class="note">${rest} more are in the API.</p>` : ''}
  </section>`;
}

const row = (instance: InstanceOrderState): Markup => html`<tr>
  <td>${agentName(instance.agent ?? 'unknown')} ${instance.instance === null ? '' : html`<small>${agentName(instance.instance)}</small>`}</td>
  <td><span class="stage ${instance.state}">${stageWords[instance.state]}</span>
    ${instance.times.refused === undefined ? '' : html`<small>was refused</small>`}</td>
  <td>${when(instance)}</td>
</tr>`;

function when({
  state,
  times,
  time,
}: {
  state: OrderStage;
  times: OrderProgress['whole']['times'];
  time: number;
}): Markup {
  const since = times[state] ?? time;
  return html`${dayTag(since)} ${timeTag(since)}`;
}
