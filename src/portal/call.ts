import {
  infiniteQueryOptions,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import {
  type Asked,
  type Client,
  createClient,
  type Language,
  type Outcome,
  type Problem,
  type Replied,
  type Route,
} from '#kernel'

/** What the server did not do, thrown so that a query knows that it failed; pages show its title. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

export const problemOf = (thrown: unknown): Problem | null => (thrown instanceof ProblemError ? thrown.problem : null)

export const sentenceOf = (problem: Problem, language: Language): string => problem.titles[language] || problem.title

const spoken = (): Language => (document.documentElement.lang === 'en' ? 'en' : 'fr')

export const client: Client = createClient({ language: spoken })

/** Calls one route; a problem is thrown. */
export const ask = async <R extends Route>(route: R, asked: Asked<R>): Promise<Replied<R>> => {
  // The client's rest parameter is optional where a route asks for nothing; here it is always given, which a generic route
  // cannot tell the compiler.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/unbound-method -- the client keeps no `this`
  const call = client.call as (route: R, asked: Asked<R>) => Promise<Outcome<Replied<R>>>
  const outcome = await call(route, asked)
  if (!outcome.ok) throw new ProblemError(outcome.problem)
  return outcome.value
}

/** The key of a query begins with its path, so that a live event can wake what it touches. */
const keyOf = (route: Route, asked: unknown): readonly unknown[] => [route.path, asked]

const MOST_TRIES = 2

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // A refusal stays a refusal; only a server that does not answer is asked again.
      retry: (count, thrown) => count < MOST_TRIES && problemOf(thrown)?.code === 'no-server',
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

/** Reads one route and keeps it fresh. */
export const useAsk = <R extends Route>(
  route: R,
  asked: Asked<R>,
  options: { readonly enabled?: boolean; readonly everyMs?: number } = {},
) =>
  useQuery(
    queryOptions({
      queryKey: keyOf(route, asked),
      queryFn: ({ signal }) => ask(route, { ...asked, signal }),
      enabled: options.enabled ?? true,
      ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
    }),
  )

/** Reads what a page will ask for later, under the same key; what cannot be read now is left to that page. */
export const fetchAhead = <R extends Route>(route: R, asked: Asked<R>): Promise<Replied<R> | null> =>
  queries
    .fetchQuery(
      queryOptions({ queryKey: keyOf(route, asked), queryFn: ({ signal }) => ask(route, { ...asked, signal }) }),
    )
    .catch(() => null)

interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
  readonly total?: number | undefined
}
type ItemOf<R extends Route> = Replied<R> extends { readonly items: readonly (infer T)[] } ? T : never

/** One page of a list. That the route is a list, and that the filter is its query, is the caller's word: pages build it by name. */
const askPage = async <R extends Route>(
  route: R,
  query: Readonly<Record<string, unknown>>,
  signal?: AbortSignal,
): Promise<Page<ItemOf<R>>> => {
  const asked: unknown = { query, ...(signal ? { signal } : {}) }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const page: unknown = await ask(route, asked as Asked<R>)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return page as Page<ItemOf<R>>
}

/** Reads a paged list; `more` fetches the next page. */
export const useList = <R extends Route>(
  route: R,
  query: Readonly<Record<string, unknown>>,
  options: { readonly enabled?: boolean } = {},
) => {
  type Item = ItemOf<R>
  const found = useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [route.path, 'pages', query],
      queryFn: ({ pageParam, signal }): Promise<Page<Item>> =>
        askPage(route, { ...query, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal),
      initialPageParam: '',
      getNextPageParam: (last: Page<Item>) => last.next ?? undefined,
      enabled: options.enabled ?? true,
    }),
  )
  const pages = found.data?.pages ?? []
  return {
    items: pages.flatMap((page) => page.items),
    total: pages[0]?.total,
    loading: found.isPending,
    error: found.error,
    more: found.hasNextPage ? () => void found.fetchNextPage() : null,
    loadingMore: found.isFetchingNextPage,
  }
}
export type Listed<T> = {
  readonly items: readonly T[]
  readonly total: number | undefined
  readonly loading: boolean
  readonly error: Error | null
  readonly more: (() => void) | null
  readonly loadingMore: boolean
}

const MOST_PAGES = 100

/** Every row of a filtered list, page by page, for a CSV. Bounded: 100 pages of 200. */
export const readAll = async <R extends Route>(
  route: R,
  query: Readonly<Record<string, unknown>>,
): Promise<readonly ItemOf<R>[]> => {
  const rows: ItemOf<R>[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const got = await askPage(route, { ...query, limit: 200, ...(cursor === undefined ? {} : { cursor }) })
    rows.push(...got.items)
    if (got.next === null) break
    cursor = got.next
  }
  return rows
}

/** Does one act; afterwards every list and page reads anew, because one act may change many. */
export const useAct = <R extends Route>(route: R) => {
  const all = useQueryClient()
  return useMutation({
    mutationFn: (asked: Asked<R>) => ask(route, asked),
    onSettled: () => all.invalidateQueries(),
  })
}
