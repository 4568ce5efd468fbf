import { fileURLToPath } from 'node:url';
import { house } from '../house.ts';
import { OFFERED } from './resolve-ours.ts';
import { ruleNameOf } from './rule-id.ts';

/** A rule that works: an agent calls a peer that was killed some while ago. */
export const ruleText = (id: string): string => `import { defineRule } from '@mortsafe/detection';

/**
 * An agent goes on calling a peer that was killed: it may be about to bring it back.
 *
 * False positives: a queue that retries. Raise \`tolerance\` in the policy.
 */
export const ${ruleNameOf(id)} = defineRule({
  id: '${id}',
  title: 'A killed agent is still being called',
  on: ['agent.activity'],
  limits: { tolerance: 60_000 },
  detect(event, fleet, { tolerance }) {
    if (event.peer === undefined) return undefined;
    const [order] = fleet.ordersOver(event.peer);
    if (!order || fleet.now - order.orderedAt < tolerance) return undefined;
    return {
      // What the finding is about: seen again, it is the same finding with more evidence.
      key: [order.id, event.agent],
      severity: 'low',
      subject: event.peer,
      summary: \`\${event.agent} still calls \${event.peer}, which was killed\`,
      evidence: [order.event, event],
      order,
    };
  },
});
`;

export const testText = (
  id: string,
): string => `import { activity, killOrdered, started, testRule } from '@mortsafe/testing';
import { ${ruleNameOf(id)} } from './${id}.ts';

const worker = [started('worker', { at: '0s' }), killOrdered('worker', { at: '10s' })];

testRule(${ruleNameOf(id)}, {
  fires: {
    'when a peer calls a killed agent at the end of the tolerance': {
      timeline: [...worker, activity('planner', { at: '70s', peer: 'worker' })],
      finds: { subject: 'worker', severity: 'low' },
    },
  },
  staysQuiet: {
    'when the call comes just before it': [...worker, activity('planner', { at: '69.999s', peer: 'worker' })],
    'when somebody else is called': [...worker, activity('planner', { at: '70s', peer: 'critic' })],
  },
});
`;

const HOUSE = fileURLToPath(house);

/** Lets an editor find the types of what a rule imports. Nothing else reads it. */
export function editorConfig(): string {
  const paths = Object.fromEntries(
    OFFERED.map((name) => [name, [`${HOUSE}packages/${name.slice('@mortsafe/'.length)}/src/index.ts`]]),
  );
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [`${HOUSE}node_modules/@types`],
    paths,
  };
  return `${JSON.stringify({ compilerOptions }, null, 2)}\n`;
}
