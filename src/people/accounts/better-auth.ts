import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import type { Route } from '#kernel'
import type { Db } from '#postgres'
import { libraryPath, translationOf } from './open-paths.ts'

export interface AccountsOptions {
  readonly db: Db
  /** Signs cookies and encrypts TOTP secrets: 32 random bytes of the data folder, never in a backup. */
  readonly secret: string
  /** Where people reach the server; cookies are `Secure` where it is https. */
  readonly url: URL
  /** Distinguishes two sites on one machine: browsers do not keep cookies apart by port. */
  readonly cookieName: string
  readonly say: (message: string) => void
}

const DAY_SECONDS = 86_400
const BASE = '/api/v1/accounts'

/** How the library is set: its defaults let a stranger sign up. */
export const accountsOptions = (options: AccountsOptions) =>
  ({
    appName: 'Vesontio',
    secret: options.secret,
    baseURL: options.url.origin,
    basePath: BASE,
    database: { db: options.db, type: 'postgres', schemaName: 'accounts', transaction: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
    },
    session: { expiresIn: 7 * DAY_SECONDS, updateAge: DAY_SECONDS, cookieCache: { enabled: false } },
    plugins: [twoFactor({ issuer: 'Vesontio' })],
    // The server counts tries itself, before anything is hashed.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: options.cookieName,
      database: { generateId: 'uuid' },
      ipAddress: { ipAddressHeaders: ['x-vesontio-address'] },
      defaultCookieAttributes: { sameSite: 'strict' },
    },
    logger: { level: 'error', log: (_level, message) => options.say(message) },
  }) satisfies BetterAuthOptions

export interface AccountAnswer {
  readonly status: number
  readonly cookies: readonly string[]
  /** As told, or the library's error code. */
  readonly value: unknown
  readonly error: unknown
}

export interface Accounts {
  /** One open path; the caller has checked origin, shape and number of tries. */
  readonly ask: (
    route: Route,
    of: {
      readonly body: unknown
      readonly cookie: string | undefined
      readonly address: string
      readonly agent: string | undefined
    },
  ) => Promise<AccountAnswer>
  /** The account that a browser's cookies are signed in to. */
  readonly accountOf: (cookie: string) => Promise<string | null>
  readonly hash: (password: string) => Promise<string>
  /** Every path that the library would answer, as `POST /sign-in/email`. */
  readonly everyPath: () => readonly string[]
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const pathsOf = (endpoint: unknown): readonly string[] => {
  const { path, options } = Object.assign({ path: undefined, options: undefined }, endpoint)
  if (typeof path !== 'string') return []
  const { method } = fieldsOf(options)
  return (Array.isArray(method) ? method : [method]).map((each) => `${String(each)} ${String(path)}`)
}

/** Accounts behind our own door: the library never sees a request, only what an open path takes. */
export const openAccounts = (options: AccountsOptions): Accounts => {
  const auth = betterAuth(accountsOptions(options))
  return {
    ask: async (route, { body, cookie, address, agent }) => {
      const { ask, tell } = translationOf(route)
      const fields = ask(fieldsOf(body))
      const headers = new Headers({
        origin: options.url.origin,
        'x-vesontio-address': address,
        'user-agent': agent ?? '',
      })
      if (cookie !== undefined) headers.set('cookie', cookie)
      if (fields) headers.set('content-type', 'application/json')
      const request = new Request(`${options.url.origin}${BASE}${libraryPath(route)}`, {
        method: route.method,
        headers,
        ...(fields ? { body: JSON.stringify(fields) } : {}),
      })
      const response = await auth.handler(request)
      const answer = fieldsOf(await response.json().catch(() => null))
      const cookies = response.headers.getSetCookie()
      return response.ok
        ? { status: response.status, cookies, value: tell(answer), error: null }
        : { status: response.status, cookies, value: null, error: answer['code'] }
    },
    accountOf: async (cookie) => {
      const session = await auth.api.getSession({
        headers: new Headers({ cookie }),
        query: { disableRefresh: true, disableCookieCache: true },
      })
      return session?.user.id ?? null
    },
    hash: async (password) => (await auth.$context).password.hash(password),
    everyPath: () => Object.values(auth.api).flatMap(pathsOf),
  }
}
