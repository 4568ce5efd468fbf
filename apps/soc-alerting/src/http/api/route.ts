import type { Context } from 'hono';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import type { Role } from '../../access/roles.ts';

export type Status = 200 | 201 | 202 | 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 503;

export interface JsonAnswer {
  status: Status;
  body: unknown;
}
/** What an operation says; a `Response` where it is no JSON. */
export type Answer = JsonAnswer | Response;

export interface Asked<Params = unknown, Query = unknown, Body = unknown> {
  params: Params;
  query: Query;
  body: Body;
  /** Who asks; has the role of the route in at least one fleet. Which one it is about, the operation checks. */
  caller: Caller;
  context: Context;
}

/** One operation of the API: what it takes, what it answers, and who may ask. */
export interface ApiRoute {
  method: 'get' | 'post' | 'delete';
  /** Below `/api/v1`, as OpenAPI has it: `/incidents/{id}`. */
  path: string;
  tag: string;
  summary: string;
  /** What is needed in the fleet that it is about. `anybody` needs no credential; `its own` is asked for by itself. */
  role: Role | 'anybody' | 'its own';
  /** Needs a step of the person within the last five minutes. */
  fresh?: true;
  params: z.ZodObject;
  query: z.ZodObject;
  body?: z.ZodType;
  /** Default 64 KiB. */
  bodyBytesMax?: number;
  /** Headers that it reads, and what for. */
  headers?: Record<string, string>;
  /** What it answers where it works: JSON by schema, or text of a type. */
  answers: Partial<Record<Status, z.ZodType | { type: string }>>;
  handle(asked: Asked<never, never, never>): Promise<Answer> | Answer;
}

type Shape = z.ZodObject;
const nothing = z.object({});

interface RouteDefinition<Params extends Shape, Query extends Shape, Body extends z.ZodType>
  extends Omit<ApiRoute, 'params' | 'query' | 'body' | 'handle'> {
  params?: Params;
  query?: Query;
  body?: Body;
  handle(asked: Asked<z.infer<Params>, z.infer<Query>, z.infer<Body>>): Promise<Answer> | Answer;
}

export const defineRoute = <
  Params extends Shape = typeof nothing,
  Query extends Shape = typeof nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  route: RouteDefinition<Params, Query, Body>,
): ApiRoute => ({ params: nothing, query: nothing, ...route }) as ApiRoute;

export const answer = (status: Status, body: unknown): JsonAnswer => ({ status, body });
export const refuse = (status: Status, error: string, more: object = {}): JsonAnswer => ({
  status,
  body: { error, ...more },
});

/** What every refusal says. */
export const problem = z
  .object({
    error: z.string(),
    /** The person must show again who they are, and may then ask again. */
    freshStepNeeded: z.literal(true).optional(),
  })
  .meta({ id: 'Problem', description: 'Why not, for people.' });
