import type { z } from 'zod'
import type { Refusal } from './result.ts'
import type { Route } from './route.ts'
import type { Language } from './words.ts'

/** What the server says when it does not do what was asked (RFC 9457), with the sentence in both languages. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly titles: { readonly [L in Language]: string }
  /** The refusal's code; `no-server` and `not-understood` are said by this client itself. */
  readonly code: string
  readonly status: number
  readonly requestId: string | null
  /** Where in the input, for `malformed`. */
  readonly at?: readonly { readonly path: string; readonly message: string }[]
  /** The refusal's own values. */
  readonly values: Omit<Refusal, 'code'>
}

export type Outcome<T> =
  | { readonly ok: true; readonly status: number; readonly value: T; readonly version: number | null }
  | { readonly ok: false; readonly problem: Problem }

/** A file as it arrives. */
export interface ReceivedFile {
  readonly name: string
  readonly mediaType: string
  readonly content: Blob
}

type Schema<R, K extends 'params' | 'query' | 'body' | 'reply'> = R extends { readonly [P in K]?: infer S } ? S : never
/** A route that declares no shape carries `z.ZodType` itself, whose input is `unknown`. */
type In<R, K extends 'params' | 'query' | 'body'> =
  Schema<R, K> extends infer S ? (S extends z.ZodType ? z.input<S> : never) : never
type Given<K extends string, T> = unknown extends T
  ? object
  : object extends T
    ? { readonly [P in K]?: T }
    : { readonly [P in K]: T }

export type Asked<R extends Route> = Given<'params', In<R, 'params'>> &
  Given<'query', In<R, 'query'>> &
  Given<'body', In<R, 'body'>> & {
    /** The version that was read: another's edit in between is refused. */
    readonly ifMatch?: number
    /** Made afresh where absent; give it to send the same promise again after a lost answer. */
    readonly idempotencyKey?: string
    readonly signal?: AbortSignal
  }

type Body<S> = S extends z.ZodType ? (unknown extends z.input<S> ? undefined : z.input<S>) : undefined
export type Replied<R> = R extends { readonly media: string } ? ReceivedFile : Body<Schema<R, 'reply'>>

export interface ClientOptions {
  /** Such as `http://127.0.0.1:7300`; empty in the portal. */
  readonly base?: string
  readonly key?: string
  readonly language?: () => Language
  readonly fetch?: typeof fetch
}

export interface Client {
  call<R extends Route>(
    route: R,
    ...asked: object extends Asked<R> ? [asked?: Asked<R>] : [asked: Asked<R>]
  ): Promise<Outcome<Replied<R>>>
}

export const API = '/api/v1'

interface Loose {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly ifMatch?: number
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

const text = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value))

/** The address of a call: `/api/v1/orders/42?limit=50`. Also for links to files. */
export const addressOf = (route: Route, asked: Pick<Loose, 'params' | 'query'> = {}): string => {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = asked.params?.[name]
    if (value === undefined) throw new Error(`${route.path} needs ${name}`)
    return encodeURIComponent(text(value))
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(asked.query ?? {}))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined && each !== null) query.append(name, text(each))
  return `${API}${path}${query.size > 0 ? `?${query}` : ''}`
}

const problem = (code: string, status: number, fr: string, en: string, language: Language): Problem => ({
  type: `/refusals#${code}`,
  title: language === 'fr' ? fr : en,
  titles: { fr, en },
  code,
  status,
  requestId: null,
  values: {},
})

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'code' in value && 'titles' in value && 'status' in value

const problemFrom = async (response: Response, language: Language): Promise<Problem> => {
  const value: unknown = await response.json().catch(() => null)
  if (isProblem(value)) return value
  return problem(
    'not-understood',
    response.status,
    'Le serveur a répondu autre chose que prévu.',
    'The server answered something unexpected.',
    language,
  )
}

const fileName = (response: Response): string =>
  /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'file'

const valueOf = async (route: Route, response: Response): Promise<unknown> => {
  if (response.status === 204) return undefined
  if (route.media === undefined) return response.json()
  const mediaType = response.headers.get('content-type') ?? route.media
  return { name: fileName(response), mediaType, content: await response.blob() }
}

const headersOf = (route: Route, asked: Loose, options: ClientOptions): Record<string, string> => {
  const headers: Record<string, string> = { accept: route.media ?? 'application/json' }
  if (options.language) headers['accept-language'] = options.language()
  if (options.key !== undefined) headers['authorization'] = `Bearer ${options.key}`
  if (asked.body !== undefined) headers['content-type'] = 'application/json'
  if (asked.ifMatch !== undefined) headers['if-match'] = `"${asked.ifMatch}"`
  if (route.idempotent === true) headers['idempotency-key'] = asked.idempotencyKey ?? crypto.randomUUID()
  return headers
}

const versionOf = (response: Response): number | null => {
  const digits = /^"(\d+)"$/.exec(response.headers.get('etag') ?? '')?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Calls the contract by fetch, without generated code. Never throws for a refusal; an aborted call throws as fetch does. */
export const createClient = (options: ClientOptions = {}): Client => {
  const language = options.language ?? (() => 'fr' as const)
  const send = async (route: Route, asked: Loose): Promise<Outcome<unknown>> => {
    const response = await (options.fetch ?? fetch)(`${options.base ?? ''}${addressOf(route, asked)}`, {
      method: route.method,
      headers: headersOf(route, asked, options),
      credentials: 'same-origin',
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      ...(asked.signal ? { signal: asked.signal } : {}),
    }).catch((thrown: unknown) => {
      if (asked.signal?.aborted === true) throw thrown
      return null
    })
    if (!response)
      return {
        ok: false,
        problem: problem('no-server', 0, 'Le serveur ne répond pas.', 'The server does not answer.', language()),
      }
    if (!response.ok) return { ok: false, problem: await problemFrom(response, language()) }
    return { ok: true, status: response.status, value: await valueOf(route, response), version: versionOf(response) }
  }
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the edge of the wire: the route's own reply says what comes out
    call: (route, ...[asked]) => send(route, asked ?? {}) as Promise<Outcome<never>>,
  }
}
