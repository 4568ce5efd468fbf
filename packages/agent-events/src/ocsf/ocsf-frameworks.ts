import { frameworkVersions, techniquesFor } from '../frameworks.ts';
import type { OcsfAttack, OcsfFindingInfo } from './detection-finding.ts';

/** What a rule's findings are called elsewhere: MITRE's techniques have a place in the schema, others become tags. */
export function frameworksOf(rule: string): Pick<OcsfFindingInfo, 'attacks' | 'tags'> {
  const attacks: OcsfAttack[] = [];
  const owasp: string[] = [];
  for (const { framework, id, name } of techniquesFor(rule)) {
    if (framework === 'owasp-agentic') owasp.push(`${id} ${name}`);
    else attacks.push({ version: frameworkVersions[framework], ...techniqueOf(id, name) });
  }
  const tag = `owasp-agentic-${frameworkVersions['owasp-agentic']}`;
  return {
    ...(attacks.length > 0 && { attacks }),
    ...(owasp.length > 0 && { tags: [{ name: tag, values: owasp }] }),
  };
}

/** `T1036.005` and `AML.T0048.004` are parts of `T1036` and `AML.T0048`. */
function techniqueOf(id: string, name: string): Omit<OcsfAttack, 'version'> {
  const [, whole] = /^(.*T\d+)\.\d+$/.exec(id) ?? [];
  return whole === undefined
    ? { technique: { uid: id, name } }
    : { technique: { uid: whole }, sub_technique: { uid: id, name } };
}
