import type { By, Db } from '#postgres'
import {
  type BodyOf,
  type Clock,
  type ParamsOf,
  type QueryOf,
  type Refusal,
  type ReplyOf,
  type Result,
  type Route,
  refuse,
} from '#kernel'
import type { Accounts } from './accounts/better-auth.ts'
import type { Actor } from './actor.ts'
import type { AskSite } from './model.ts'

/** A file as an answer (a PDF, a photo, a CSV): served as an attachment. */
export interface FileReply {
  readonly name: string
  readonly mediaType: string
  readonly content: Uint8Array
}

/** What a handler gets: parsed input, the caller, the database, the time. */
export interface Call<R> {
  readonly params: ParamsOf<R>
  readonly query: QueryOf<R>
  readonly body: BodyOf<R>
  readonly actor: Actor
  /** The caller as the journal writes it. */
  readonly by: By
  readonly db: Db
  readonly now: Date
  readonly clock: Clock
  /** The version of `If-Match`, where the caller sent one. */
  readonly ifMatch: number | null
  /** The house's own address as the caller reached it, such as `https://bes.example`; absent where nobody came over the network. */
  readonly origin?: string
}

/** `null` in a result's place: nothing that this caller may know of (404). */
export type Answer<R> = R extends { readonly media: string } ? FileReply : ReplyOf<R>

export interface Served {
  readonly route: Route
  readonly handle: (call: Call<Route>) => Promise<Result<unknown, Refusal> | null>
}

/** Joins a route of the contract with what answers it. */
export const serve = <R extends Route>(
  route: R,
  handle: (call: Call<R>) => Promise<Result<Answer<R>, Refusal> | null>,
): Served => ({ route, handle })

/** The caller as the journal writes it. */
export const byOf = (actor: Actor): By =>
  actor.kind === 'key'
    ? { kind: 'key', id: actor.keyId ?? null, requestId: actor.requestId }
    : { kind: actor.kind, id: actor.personId, requestId: actor.requestId }

/** An edit says which version it read; null: it may go on. The row is read `for update` in the transaction that edits it. */
export const staleEdit = (
  ifMatch: number | null,
  version: number,
): { readonly ok: false; readonly refusal: Refusal } | null => {
  if (ifMatch === null) return refuse({ code: 'version-missing' })
  return ifMatch === version ? null : refuse({ code: 'version-changed', version })
}

/** What the routes of this room are given by the composition root. */
export interface PeopleOptions {
  readonly site: AskSite
  readonly accounts: Pick<Accounts, 'hash'>
  /** Does the site still owe this organisation a service? The market's answer, asked in the ending transaction. */
  readonly stillServed: (tx: Db, organisationId: string) => Promise<boolean>
}
