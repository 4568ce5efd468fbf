import { infiniteQueryOptions, queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type AskedOf, ask, type BodyOf, type OperationName } from './ask.ts';
import { RefusalError } from './reply.ts';

/** What queries are known by: the operation first, so that what changed on the server finds them. */
export type ApiKey<Name extends OperationName = OperationName> = readonly [Name, AskedOf<Name>];

async function answered<Name extends OperationName>(
  name: Name,
  asked: AskedOf<Name>,
  signal: AbortSignal,
): Promise<BodyOf<Name>> {
  const reply = await ask(name, asked, { signal });
  if (reply.kind === 'done') return reply.body;
  if (reply.kind === 'refused') throw new RefusalError(reply);
  throw new Error('a question waits for nobody');
}

export const apiQuery = <Name extends OperationName>(name: Name, asked: AskedOf<Name>) =>
  queryOptions({
    queryKey: [name, asked] as ApiKey<Name>,
    queryFn: ({ signal }) => answered(name, asked, signal),
  });

/**
 * Something of the API, kept up to date by the stream. Where only the filter changes, what was shown stays until the
 * next is there; never in place of something else, on which somebody might act.
 */
export const useApi = <Name extends OperationName>(
  name: Name,
  asked: AskedOf<Name>,
  options: { enabled?: boolean } = {},
): UseQueryResult<BodyOf<Name>> =>
  useQuery({
    ...apiQuery(name, asked),
    placeholderData: (before, query) => (query && isSameThing(query.queryKey[1], asked) ? before : undefined),
    ...options,
  }) as UseQueryResult<BodyOf<Name>>;

const isSameThing = (one: object, other: object): boolean => pathOf(one) === pathOf(other);
const pathOf = (asked: object): string => ('path' in asked ? JSON.stringify(asked.path) : '');

/** A list that comes by pages, for `useInfiniteQuery`. */
export const apiPages = <Name extends OperationName>(name: Name, asked: AskedOf<Name>) =>
  infiniteQueryOptions({
    queryKey: [name, asked, 'pages'] as const,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      answered(name, withPage(asked, pageParam) as AskedOf<Name>, signal) as Promise<
        BodyOf<Name> & { next: string | null }
      >,
    getNextPageParam: ({ next }) => next ?? undefined,
  });

const withPage = (asked: object, after: string | undefined): object =>
  after === undefined
    ? asked
    : { ...asked, query: { ...('query' in asked ? (asked.query as object) : {}), after } };
