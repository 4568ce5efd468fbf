import { field, isObject, type Json, typeOf } from './type-of.ts';

const HEAD = '// Made by `pnpm --filter @mortsafe/soc-console api` from the description of the API.\n';

/** The files below `generated/`, by name, from the API's OpenAPI document. */
export function apiTypes(document: Json): Record<string, string> {
  const { schemas } = document.components as { schemas: Json };
  return {
    'schemas.ts': HEAD + Object.entries(schemas).map(schemaLine).join(''),
    'operations.ts': `${HEAD}import type * as schemas from './schemas.ts';\n\nexport interface Operations {\n${operationsOf(document).join('')}}\n`,
  };
}

const schemaLine = ([name, schema]: [string, unknown]): string =>
  `export type ${name} = ${typeOf(schema).replaceAll('schemas.', '')};\n`;

const operationsOf = ({ paths }: Json): string[] =>
  Object.entries(paths as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(
      ([method, operation]) => `  '${method} ${path}': ${operationType(operation as Operation)};\n`,
    ),
  );

interface Operation {
  parameters: { name: string; in: string; required?: boolean; schema: unknown }[];
  requestBody?: { content: { 'application/json': { schema: unknown } } };
  responses: Readonly<Record<string, { content: Readonly<Record<string, { schema: unknown }>> }>>;
}

function operationType({ parameters, requestBody, responses }: Operation): string {
  const given = (place: string) => parameters.filter((one) => one.in === place);
  const asked = [
    ...parts('path', given('path')),
    ...parts('query', given('query')),
    ...(requestBody ? [`body: ${typeOf(requestBody.content['application/json'].schema)}`] : []),
  ];
  const answers = Object.entries(responses).flatMap(([status, { content }]) =>
    status === 'default' ? [] : [`${status}: ${answerType(content)}`],
  );
  return `{ asked: { ${asked.join('; ')} }; answers: { ${answers.join('; ')} } }`;
}

function parts(place: 'path' | 'query', given: Operation['parameters']): string[] {
  if (given.length === 0) return [];
  const fields = given.map(({ name, required, schema }) => field(name, schema, required === true));
  const optional = given.every(({ required }) => required !== true) ? '?' : '';
  return [`${place}${optional}: { ${fields.join('; ')} }`];
}

const answerType = (content: Readonly<Record<string, { schema: unknown }>>): string =>
  isObject(content['application/json']) ? typeOf(content['application/json'].schema) : 'string';
