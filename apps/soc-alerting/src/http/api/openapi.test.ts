import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../storage/database.ts';
import { type MatrixEntry, matrix } from '../../testing/access-matrix.ts';
import { OPENING_MS } from '../../testing/databases.ts';
import { openEmbedded } from '../../testing/embedded.ts';
import { globalToken, OWN, twoFleets } from '../../testing/two-fleets.ts';

interface Operation {
  operationId: string;
  'x-role': string;
  parameters: { name: string; in: string }[];
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

describe('the description of the API', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof twoFleets>>;
  let document: Document;
  beforeAll(async () => {
    database = await openEmbedded();
    world = await twoFleets(database);
    document = (await (await world.ask('/api/v1/openapi.json')).json()) as Document;
  }, OPENING_MS);
  afterAll(() => database.close());

  /** Holds against a schema of the document, which may refer to its other parts. */
  function problemsOf(schema: object, answer: unknown): unknown {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema({ ...document, $id: 'openapi' });
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/');
    const validate = ajv.compile(JSON.parse(text));
    return validate(answer) ? [] : validate.errors;
  }

  it('names every operation that is served, and none besides, each by a name of its own', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    expect(document.openapi).toBe('3.1.1');
    expect(described.sort()).toEqual(world.routes.map(({ method, path }) => `${method} ${path}`).sort());
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers to nothing that is not there, and has the parameters of each path', () => {
    const schemas = Object.keys(document.components.schemas);
    for (const [, name = ''] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(schemas).toContain(name);
    }
    for (const [path, operations] of Object.entries(document.paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters } of Object.values(operations)) {
        expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named);
      }
    }
  });

  it.each(Object.keys(matrix))('tells what %s answers', async (name) => {
    const [method = '', path = ''] = name.split(' ');
    const cell = await (matrix[name] as MatrixEntry).ask(OWN, world);
    const response = await world.ask(`/api/v1${cell.path}`, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${globalToken('admin')}`,
        'content-type': 'application/json',
        ...cell.headers,
      },
      ...(cell.body !== undefined && { body: JSON.stringify(cell.body) }),
    });
    const responses: Operation['responses'] = document.paths[path]?.[method]?.responses ?? {};
    const [type = ''] = (response.headers.get('content-type') ?? '').split(';');
    const schema = responses[response.status]?.content[type]?.schema;
    expect([name, response.status, type, schema !== undefined]).toEqual([name, response.status, type, true]);
    if (type === 'application/json') expect(problemsOf(schema ?? {}, await response.json())).toEqual([]);
    else await response.body?.cancel();
  });

  it('tells what refusals say', async () => {
    const schema = document.components.schemas.Problem ?? {};
    for (const path of ['/incidents', '/incidents/none', '/incidents?limit=0']) {
      const headers = path === '/incidents' ? {} : { authorization: `Bearer ${globalToken('viewer')}` };
      const response = await world.ask(`/api/v1${path}`, { headers });
      expect(response.ok).toBe(false);
      expect(problemsOf(schema, await response.json())).toEqual([]);
    }
  });
});
