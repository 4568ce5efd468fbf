import { z } from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { type ApiRoute, problem } from './route.ts';

type Json = Record<string, unknown>;

/** Describes the routes as OpenAPI 3.1, from the schemas that they are held against. */
export function openApiOf(routes: readonly ApiRoute[]): Json {
  const components = new Components();
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route, components) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'mortsafe',
      version: packageJson.version,
      description:
        'Incidents, who shields whom, orders, and who may do what. Times are epoch milliseconds, fields of that kind ' +
        'that people did not choose come from agents: treat every text as hostile. Lists come by pages: hand `next` ' +
        'back as `after`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: components.schemas,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A control token, a machine token, or the view token.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'mortsafe_session',
          description: 'Of a browser that signed in.',
        },
      },
    },
  };
}

/** Named schemas stand once, and are referred to. */
class Components {
  readonly schemas: Json = {};

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const {
      $schema: _,
      $defs = {},
      ...rest
    } = z.toJSONSchema(schema, { io, reused: 'inline' }) as Json & {
      $defs?: Json;
    };
    for (const [name, value] of Object.entries($defs)) this.schemas[name] = atComponents(value);
    const named = schema.meta()?.id;
    if (named === undefined) return atComponents(rest) as Json;
    // Its own name may stand among the definitions already.
    this.schemas[named] ??= atComponents(rest);
    return { $ref: `#/components/schemas/${named}` };
  }
}

function atComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(atComponents);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      if (key === 'id' && typeof one === 'string') return [];
      if (key !== '$ref') return [[key, atComponents(one)]];
      return [[key, String(one).replace('#/$defs/', '#/components/schemas/')]];
    }),
  );
}

function operation(route: ApiRoute, components: Components): Json {
  const { tag, summary, role, fresh, params, query, headers = {}, body, answers } = route;
  return {
    tags: [tag],
    summary,
    operationId: operationIdOf(route),
    'x-role': role,
    ...(fresh && { 'x-fresh-step': true }),
    ...((role === 'anybody' || role === 'its own') && { security: [] }),
    parameters: [
      ...parametersOf(params, 'path', components),
      ...parametersOf(query, 'query', components),
      ...Object.entries(headers).map(([name, description]) => ({
        ...{ name, in: 'header', description, schema: { type: 'string' } },
      })),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: components.of(body, 'input') } },
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, given]) => [status, responseOf(given, components)]),
      ),
      default: {
        description: 'It was refused.',
        content: { 'application/json': { schema: components.of(problem, 'output') } },
      },
    },
  };
}

const responseOf = (given: z.ZodType | { type: string }, components: Components): Json => ({
  description: 'It worked.',
  content:
    given instanceof z.ZodType
      ? { 'application/json': { schema: components.of(given, 'output') } }
      : { [given.type]: { schema: { type: 'string' } } },
});

const parametersOf = (shape: z.ZodObject, place: 'path' | 'query', components: Components): Json[] => {
  const { properties = {}, required = [] } = components.of(shape, 'output') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || (required.includes(name) && !('default' in schema)),
    ...(description !== undefined && { description }),
    schema,
  }));
};

/** `get /incidents/{id}/notes` is `getIncidentsIdNotes`. */
const operationIdOf = ({ method, path }: ApiRoute): string =>
  method + path.replaceAll(/[^A-Za-z]+([A-Za-z]?)/g, (_, letter: string) => letter.toUpperCase());
