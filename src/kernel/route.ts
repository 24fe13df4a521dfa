import type { z } from 'zod'

/**
 * Who may call a route. `nobody` needs no sign-in; `anyone` any signed-in person or key; the operator's roles;
 * `own:<right>` an authorised person of an organisation, for that organisation's own rows (anything else is 404).
 */
export const operatorRoles = ['admin', 'sales', 'engineer', 'technician', 'accountant'] as const
export type OperatorRole = (typeof operatorRoles)[number]

export const rights = ['read', 'order', 'sign', 'visit', 'remote-hands', 'incident', 'loa', 'billing'] as const
export type Right = (typeof rights)[number]

export type Audience = 'nobody' | 'anyone' | OperatorRole | `own:${Right}`

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One door of the REST contract under /api/v1: shapes by zod, refusals by code, callers by name. Pure; the portal reads it too. */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly method: Method
  /** Such as `/orders/:order/accept`; every `:name` is a key of `params`. */
  readonly path: string
  readonly summary: string
  readonly who: readonly [Audience, ...Audience[]]
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Absent: 204. */
  readonly reply?: Reply
  /** Codes that the handler may answer with, beside the common ones. */
  readonly refusals?: readonly string[]
  /** A POST that promises or pays takes an Idempotency-Key (kept 24 h). */
  readonly idempotent?: boolean
  /** What it answers could be guessed at: who is not signed in is held to a few tries, also of a GET. */
  readonly guarded?: boolean
  /** The reply is a file or a stream rather than JSON: its media type. */
  readonly media?: string
}

export const route = <
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
  const Rest extends Omit<Route, 'params' | 'query' | 'body' | 'reply'>,
>(
  definition: Rest & {
    readonly params?: Params
    readonly query?: Query
    readonly body?: Body
    readonly reply?: Reply
  },
): Rest & Route<Params, Query, Body, Reply> => definition

type Of<T, K extends 'params' | 'query' | 'body' | 'reply', Side extends 'input' | 'output'> = T extends {
  readonly [P in K]?: infer S
}
  ? S extends z.ZodType
    ? Side extends 'input'
      ? z.input<S>
      : z.output<S>
    : undefined
  : undefined

export type ParamsOf<R> = Of<R, 'params', 'output'>
export type QueryOf<R> = Of<R, 'query', 'output'>
export type BodyOf<R> = Of<R, 'body', 'output'>
export type ReplyOf<R> = Of<R, 'reply', 'input'>
