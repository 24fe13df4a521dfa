import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { API, type Clock, type Refusal, newId } from '#kernel'
import { type Accounts, type Actor, type AskSite, type Served, type SiteOf, authenticateBy } from '#people'
import type { Db, Listener } from '#postgres'
import { limitTries } from './limit-tries.ts'
import { mountAccounts } from './mount-accounts.ts'
import { type Mounting, mountRoute, sendRefusal, speaks } from './mount-route.ts'
import { servePortal } from './portal-files.ts'
import type { Words } from './problem.ts'
import { type House, serverRoutes } from './routes.ts'
import { guard } from './security.ts'
import { siteFacts } from './store.ts'
import { troubleOf } from './trouble.ts'
import { mountEvents } from './watch-events.ts'
import { serverWords } from './words.ts'

export interface ServerOptions {
  readonly db: Db
  readonly clock: Clock
  /** Every room's routes with their handlers. */
  readonly served: readonly Served[]
  /** Every room's words: a refusal's sentence is found by its code. */
  readonly words: Words
  readonly accounts: Accounts
  /** Hears the journal for the live pages. */
  readonly listener: Pick<Listener, 'on'>
  readonly house: House
  /** The built portal; without it there is only the API. */
  readonly portalFolder?: string
  /** Set behind a reverse proxy: then, and only then, its headers are believed. */
  readonly publicUrl?: URL
  readonly log?: FastifyBaseLogger
}

/** Sign-in, codes, links: ten at once from one address, then one each six seconds. */
const PER_ADDRESS = { burst: 10, everySeconds: 6 } as const
const LAST_ANSWERS_MS = 1000
const SLOW_HEADERS_MS = 10_000
const SLOW_REQUEST_MS = 60_000

const SITE_KEPT_MS = 5000

/** The site's operator and zone, asked at most every five seconds: each request needs them, and they hardly ever change. */
const keptSite = ({ db, clock }: ServerOptions): AskSite => {
  let kept: { readonly at: number; readonly site: SiteOf } | null = null
  return async () => {
    const at = clock().getTime()
    if (kept && Math.abs(at - kept.at) < SITE_KEPT_MS) return kept.site
    const site = await siteFacts(db)
    kept = site && { at, site }
    return site
  }
}

const authenticateRequest = (options: ServerOptions): ((request: FastifyRequest) => Promise<Actor | null>) => {
  const authenticate = authenticateBy({ ...options, site: keptSite(options) })
  return ({ headers, id }) =>
    authenticate({ authorization: headers.authorization, cookie: headers.cookie, requestId: id })
}

const mountingOf = (options: ServerOptions): Mounting => {
  const mayTry = limitTries(PER_ADDRESS)
  return {
    db: options.db,
    clock: options.clock,
    words: { ...options.words, ...serverWords },
    authenticate: authenticateRequest(options),
    diskLow: options.house.diskLow,
    mayTry: (request) => mayTry(request.ip, options.clock()),
  }
}

const newApp = ({ log, publicUrl }: ServerOptions): FastifyInstance => {
  const app = Fastify({
    ...(log ? { loggerInstance: log } : { logger: false }),
    // Our own line is shorter and holds no query: a search text may be a person's name.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    requestIdHeader: false,
    trustProxy: publicUrl ? 'loopback' : false,
    bodyLimit: 1024,
    routerOptions: { maxParamLength: 200 },
    connectionTimeout: SLOW_REQUEST_MS,
    requestTimeout: SLOW_REQUEST_MS,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
  })
  app.server.headersTimeout = SLOW_HEADERS_MS
  app.removeContentTypeParser('text/plain')
  // What is under way has a moment to end; a connection that was opened and never asked anything would hold the stop up for ever.
  app.addHook('preClose', async () => void setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS).unref())
  return app
}

const tellLog = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const line = {
      method,
      route: routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    request.log[reply.statusCode >= 500 ? 'error' : 'info'](line, 'answered')
  })
}

/** The server: the contract under /api/v1, live events, accounts, and the portal. Nothing listens yet. */
export const buildServer = async (options: ServerOptions): Promise<FastifyInstance> => {
  const app = newApp(options)
  const mounting = mountingOf(options)
  const no = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply =>
    sendRefusal(reply, refusal, mounting.words, speaks(request, null))
  guard(app, options.publicUrl, no)
  tellLog(app)
  app.setErrorHandler((thrown, request, reply) => {
    const refusal = troubleOf(thrown)
    if (refusal.code === 'defect') request.log.error({ err: thrown }, 'a defect')
    else if (reply.statusCode >= 500) request.log.warn({ code: refusal.code, err: thrown }, 'trouble')
    return no(request, reply, refusal)
  })
  const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    no(request, reply, { code: 'not-found' })
  if (options.portalFolder === undefined) app.setNotFoundHandler(notFound)
  else await servePortal(app, options.portalFolder, notFound)
  await app.register(
    async (api) => {
      for (const served of [...options.served, ...serverRoutes(options.house, options.clock)])
        mountRoute(api, served, mounting)
      mountAccounts(api, options.accounts, mounting)
      mountEvents(api, options.listener, mounting)
    },
    { prefix: API },
  )
  return app
}
