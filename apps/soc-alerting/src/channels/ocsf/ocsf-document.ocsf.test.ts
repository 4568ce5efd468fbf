import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { severities, techniquesFor } from '@mortsafe/agent-events';
import { agentEvents } from '@mortsafe/agent-events/arbitrary';
import { type OcsfVersion, ocsfVersions } from '@mortsafe/agent-events/ocsf';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { incidentStatuses } from '../../incidents/incident.ts';
import { experiment, finding } from '../../testing/samples.ts';
import { ocsfDocument } from './ocsf-document.ts';

const rules = [
  ...['unauthorised-relaunch', 'relaunch-under-new-name', 'masked-failure', 'state-exfiltration'],
  ...['forged-authority', 'telemetry-outage', 'containment-silenced', 'a-rule-of-your-own'],
];
const name = fc.option(fc.string({ minLength: 1, maxLength: 40 }));
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });

/** Findings of every kind, with evidence of every kind. */
const findings = fc
  .record({
    ...{
      id: fc.string({ minLength: 1 }),
      rule: fc.constantFrom(...rules),
      fleet: fc.string({ minLength: 1 }),
    },
    ...{ subject: name, alias: name, actor: name, instigator: name, order: name },
    severity: fc.constantFrom(...severities),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    ...{ firstTime: time, lastTime: time, detectedTime: time },
    revision: fc.integer({ min: 1, max: 99 }),
    summary: fc.string({ minLength: 1 }),
    zombieWindowMs: fc.option(fc.nat()),
    count: fc.option(fc.integer({ min: 1, max: 999 })),
    group: fc.option(fc.array(fc.string({ minLength: 1 }), { maxLength: 5 })),
    evidenceEvents: fc.array(agentEvents(), { maxLength: 4 }),
  })
  .map((about) => finding({ ...about, evidence: about.evidenceEvents.map(({ id }) => id) }));

describe.each(ocsfVersions)('a document in OCSF %s', (version: OcsfVersion) => {
  let validate: ValidateFunction;
  beforeAll(() => {
    const directory = process.env.MORTSAFE_OCSF_SCHEMAS ?? '';
    // Each says another draft of JSON Schema; what they use means the same in both.
    const { $schema: _, ...schema } = JSON.parse(readFileSync(join(directory, `${version}.json`), 'utf8'));
    validate = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  });
  const problems = (document: object): unknown[] => {
    validate(JSON.parse(JSON.stringify(document)));
    return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
      instancePath,
      message,
      params,
    }));
  };
  const story = { incident: 'inc-1', link: 'https://soc.example.org/incidents/inc-1' };

  it.each(incidentStatuses)('is valid for an incident that is %s', (status) => {
    for (const each of experiment()) {
      expect(problems(ocsfDocument(each, { ...story, status }, { message: 'msg-1', version }))).toEqual([]);
    }
  });

  it('is valid whatever was found, with whatever evidence', () => {
    fc.assert(
      fc.property(findings, fc.constantFrom(...incidentStatuses), (each, status) => {
        const document = ocsfDocument(each, { ...story, status, link: null }, { message: 'msg-1', version });
        expect(problems(document)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('names the agents of its evidence where the schema has a place for them', () => {
    const [relaunch] = experiment();
    const document = ocsfDocument(
      relaunch ?? finding(),
      { ...story, status: 'open' },
      { message: 'm', version },
    );
    const named = document.evidences.filter((evidence) => 'ai_agent' in evidence);
    expect(named.length > 0).toBe(version === '1.9.0');
  });

  it('names techniques of MITRE as attacks, from the one table', () => {
    const document = ocsfDocument(finding(), { ...story, status: 'open' }, { message: 'm', version });
    const attacks = (document.finding_info.attacks ?? []).map(
      ({ technique, sub_technique }) => sub_technique?.uid ?? technique.uid,
    );
    const known = techniquesFor('unauthorised-relaunch').filter(
      ({ framework }) => framework !== 'owasp-agentic',
    );
    expect(attacks).toEqual(known.map(({ id }) => id));
  });

  it('would be found out if it were not valid', () => {
    const document = ocsfDocument(finding(), { ...story, status: 'open' }, { message: 'm', version });
    expect(problems({ ...document, severity_id: 17 })).not.toEqual([]);
    expect(problems({ ...document, colour: 'red' })).not.toEqual([]);
    expect(problems({ ...document, time: undefined })).not.toEqual([]);
  });
});
