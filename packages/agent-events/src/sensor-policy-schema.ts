import { z } from 'zod';
import { globMaxChars, idMaxChars, policyEntriesMax } from './limits.ts';
import type { SensorPolicy } from './policy.ts';
import { isPrincipalKind } from './principal.ts';
import { controlKinds, stateKinds } from './words.ts';

const VALUE = '{value}';
const glob = z.string().min(1).max(globMaxChars);
const id = z.string().min(1).max(idMaxChars);

const principal = z
  .string()
  .max('controller:'.length + idMaxChars)
  .refine((text) => /^(.+?):./s.test(text) && isPrincipalKind(text.slice(0, text.indexOf(':'))), {
    error: 'write kind:id, such as agent:planner, controller:argocd or person:ada@example.org',
  });

const watched = z
  .strictObject({
    file: glob.optional(),
    object: glob.optional(),
    control: z.enum(controlKinds).optional(),
    state: z.enum(stateKinds).optional(),
    agent: id.optional(),
    fleet: id.optional(),
    readers: z.array(glob).max(policyEntriesMax).default([]),
  })
  .superRefine(({ file, object, control, state, agent }, context) => {
    const complain = (message: string): void => context.addIssue({ code: 'custom', message });
    if ((file === undefined) === (object === undefined)) complain('is either a `file` or an `object`');
    if ((control === undefined) === (state === undefined)) complain('is either a `control` or a `state`');
    if (object !== undefined && state !== undefined)
      complain('an object is a `control`; a `state` is in files');
    if (object !== undefined && agent === undefined) complain('whose is it? an object needs an `agent`');
    if (agent?.includes(VALUE) && (file ?? object ?? '').split('*').length !== 2)
      complain(`${VALUE} stands for what a * matches, and there must be exactly one`);
  });

/** `sensors` in the policy file. */
export const sensorPolicy = z.strictObject({
  fleets: z
    .array(z.strictObject({ attribute: id, matches: glob.default('*'), fleet: id.default(VALUE) }))
    .max(policyEntriesMax)
    .default([]),
  principals: z
    .array(z.strictObject({ user: glob, is: principal }))
    .max(policyEntriesMax)
    .default([]),
  impersonators: z.array(glob).max(policyEntriesMax).default([]),
  trustOwnerReferences: z.boolean().default(false),
  watched: z.array(watched).max(policyEntriesMax).default([]),
}) satisfies z.ZodType<SensorPolicy>;
