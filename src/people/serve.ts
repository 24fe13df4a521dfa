import type { By, Db } from '#postgres'
import type { BodyOf, Clock, ParamsOf, QueryOf, Refusal, ReplyOf, Result, Route } from '#kernel'
import type { Actor } from './actor.ts'

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
): Served => ({ route, handle: handle as Served['handle'] })
