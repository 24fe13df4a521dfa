import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Clock, type Language, type Refusal, type Result, type Route, refuse } from '#kernel'
import { type Actor, type Call, type FileReply, type Served, byOf, strangerActor } from '#people'
import type { Db } from '#postgres'
import { type Words, languageOf, problemOf, retryAfterOf } from './problem.ts'
import {
  BODY_BYTES,
  FILE_BODY_BYTES,
  type Input,
  carriesFiles,
  readIdempotencyKey,
  readIfMatch,
  readInput,
} from './read-input.ts'
import { type Kept, keepPromise } from './store.ts'
import { mayCall } from './who-may.ts'

export interface Mounting {
  readonly db: Db
  readonly clock: Clock
  readonly words: Words
  readonly authenticate: (request: FastifyRequest) => Promise<Actor | null>
  readonly diskLow: () => boolean
  /** May this caller, who is not signed in, try again? Guards links, codes and passwords. */
  readonly mayTry: (request: FastifyRequest) => boolean
}

/** A problem's language: what the call asks for, else what the caller speaks. */
export const speaks = (request: FastifyRequest, actor: Actor | null): Language =>
  languageOf(request.headers['accept-language']) ?? actor?.language ?? 'fr'

export const sendRefusal = (reply: FastifyReply, refusal: Refusal, words: Words, language: Language): FastifyReply => {
  const problem = problemOf(refusal, words, { language, requestId: reply.request.id })
  const retryAfter = retryAfterOf(problem.code)
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter)
  return reply.code(problem.status).type('application/problem+json').send(problem)
}

const isFile = (value: unknown): value is FileReply =>
  typeof value === 'object' &&
  value !== null &&
  'content' in value &&
  value.content instanceof Uint8Array &&
  'mediaType' in value

/** RFC 6266: a plain name for all, the true one for those who read UTF-8. */
const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escape)}`

const sendFile = (reply: FastifyReply, file: unknown): FastifyReply => {
  if (!isFile(file)) throw new Error('a route with a media type must answer with a file')
  const { content } = file
  return reply
    .header('content-disposition', attachment(file.name))
    .header('content-security-policy', "default-src 'none'; sandbox")
    .type(file.mediaType)
    .send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
}

const versionIn = (value: unknown): number | null =>
  typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'number'
    ? value.version
    : null

const sendValue = (route: Route, request: FastifyRequest, reply: FastifyReply, value: unknown): FastifyReply => {
  if (route.media !== undefined) return sendFile(reply, value)
  if (!route.reply) return reply.code(204).send()
  const version = versionIn(value)
  if (version !== null) return reply.header('etag', `"${version}"`).send(value)
  if (request.method !== 'GET') return reply.send(value)
  const text = JSON.stringify(value)
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  void reply.header('etag', etag)
  return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.type('application/json').send(text)
}

/** The reply as the contract has it: nothing that it does not name leaves the house. */
const shaped = (route: Route, answer: Result<unknown> | null): Kept => {
  if (answer === null) return { is: 'nothing' }
  if (!answer.ok) return { is: 'refusal', refusal: answer.refusal }
  if (!route.reply) return { is: 'value', value: route.media === undefined ? null : answer.value }
  const parsed = route.reply.safeParse(answer.value)
  if (parsed.success) return { is: 'value', value: parsed.data }
  throw new Error(`${route.method} ${route.path} answered outside its contract: ${parsed.error.message}`)
}

/** Whose promises these are: two callers may use the same key. */
const callerOf = (actor: Actor | null): string =>
  actor ? `${actor.kind}:${actor.keyId ?? actor.personId ?? ''}` : 'nobody'

const mayGoOn = (route: Route, request: FastifyRequest, actor: Actor | null, mounting: Mounting): Result<null> => {
  const may = mayCall(route.who, actor)
  if (may !== 'yes') return refuse({ code: may })
  const guarded = route.guarded === true || route.method !== 'GET'
  if (actor === null && guarded && !mounting.mayTry(request)) return refuse({ code: 'too-many-tries' })
  if (route.idempotent === true && mounting.diskLow()) return refuse({ code: 'disk-low' })
  return { ok: true, value: null }
}

/** Runs the handler; a route that promises or pays runs in the transaction that keeps its answer. */
const run = async (served: Served, request: FastifyRequest, call: Call<Route>, mounting: Mounting): Promise<Kept> => {
  const { route, handle } = served
  if (route.idempotent !== true) return shaped(route, await handle(call))
  const key = readIdempotencyKey(request.headers['idempotency-key'])
  if (!key.ok) return { is: 'refusal', refusal: key.refusal }
  const asked = [route.method, route.path, call.params, call.query, call.body]
  const promise = { caller: callerOf(call.by.id === null ? null : call.actor), key: key.value, asked, now: call.now }
  return keepPromise(mounting.db, promise, async (tx) => shaped(route, await handle({ ...call, db: tx })))
}

const inputOf = (request: FastifyRequest): Input => ({
  params: request.params,
  query: request.query,
  body: request.body,
})

/** Who called, as found before the body was read. */
const callers = new WeakMap<FastifyRequest, Actor | null>()

/** Before a byte of the body is read: who is it, and may it call this route at all? */
export const admit = (route: Route, mounting: Mounting) => async (request: FastifyRequest, reply: FastifyReply) => {
  const known = await mounting.authenticate(request)
  callers.set(request, known)
  const may = mayGoOn(route, request, known, mounting)
  return may.ok ? undefined : sendRefusal(reply, may.refusal, mounting.words, speaks(request, known))
}

export const callerOfRequest = (request: FastifyRequest): Actor | null => callers.get(request) ?? null

const answerTo = (served: Served, mounting: Mounting) => async (request: FastifyRequest, reply: FastifyReply) => {
  const { route } = served
  const known = callerOfRequest(request)
  const language = speaks(request, known)
  const no = (refusal: Refusal): FastifyReply => sendRefusal(reply, refusal, mounting.words, language)
  const input = readInput(route, inputOf(request), language)
  if (!input.ok) return no(input.refusal)
  const ifMatch = readIfMatch(request.headers['if-match'])
  if (!ifMatch.ok) return no(ifMatch.refusal)
  const actor = known ?? strangerActor(request.id, language)
  const call = {
    ...input.value,
    actor,
    by: byOf(actor),
    db: mounting.db,
    now: mounting.clock(),
    clock: mounting.clock,
    ifMatch: ifMatch.value,
    // The host was compared with our own names before (`security.ts`): a caller cannot put another one on our paper.
    origin: `${request.protocol}://${request.host}`,
  }
  const kept = await run(served, request, call, mounting)
  if (kept.is === 'nothing') return no({ code: 'not-found' })
  return kept.is === 'refusal' ? no(kept.refusal) : sendValue(route, request, reply, kept.value)
}

/** Mounts one route of the contract under the prefix that `app` has. */
export const mountRoute = (app: FastifyInstance, served: Served, mounting: Mounting): void => {
  const { route } = served
  if (route.idempotent === true && (route.media !== undefined || route.method === 'GET'))
    throw new Error(`${route.method} ${route.path}: a promise is a POST and its answer is JSON`)
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: carriesFiles(route) ? FILE_BODY_BYTES : BODY_BYTES,
    onRequest: admit(route, mounting),
    handler: answerTo(served, mounting),
  })
}
