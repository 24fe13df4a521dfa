import { z } from 'zod'
import { type Language, type Refusal, type Result, type Route, ok, refuse } from '#kernel'

export const BODY_BYTES = 256 * 1024
/** A file of 5 MB in base64, and its words. */
export const FILE_BODY_BYTES = 7_300_000
const DEPTH = 24

/** Does the body carry files? Such a body holds base64, or texts longer than an ordinary body. */
export const carriesFiles = (route: Route): boolean => {
  if (!route.body) return false
  const shape = JSON.stringify(z.toJSONSchema(route.body, { io: 'input', unrepresentable: 'any' }))
  const longest = Math.max(0, ...[...shape.matchAll(/"maxLength":(\d+)/g)].map((match) => Number(match[1])))
  return shape.includes('"contentEncoding":"base64"') || longest > BODY_BYTES
}

const tooDeep = (value: unknown, left = DEPTH): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((inner) => tooDeep(inner, left - 1)))

const LOCALES = { fr: z.locales.fr().localeError, en: z.locales.en().localeError }

type Where = 'params' | 'query' | 'body'

/** What the route does not ask for is refused, never ignored. */
const empty = z.strictObject({}).optional()
const shapeOf = (route: Route, where: Where): z.ZodType => route[where] ?? empty

const isMissing = (value: unknown): boolean => value === null || value === undefined

export interface Input {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** Checks params, query and body against the contract; says what is wrong, and where, in the caller's language. */
export const readInput = (route: Route, raw: Input, language: Language): Result<Input> => {
  const wrong: { path: string; message: string }[] = []
  const read = (where: Where): unknown => {
    const given = where === 'body' && isMissing(raw.body) ? undefined : raw[where]
    if (where === 'body' && tooDeep(given)) {
      wrong.push({ path: 'body', message: language === 'fr' ? 'imbriqué trop profondément' : 'nested too deeply' })
      return undefined
    }
    const parsed = shapeOf(route, where).safeParse(given, { error: LOCALES[language] })
    if (parsed.success) return parsed.data
    for (const issue of parsed.error.issues.slice(0, 20))
      wrong.push({ path: [where, ...issue.path.map(String)].join('.'), message: issue.message })
    return undefined
  }
  const input = { params: read('params'), query: read('query'), body: read('body') }
  return wrong.length === 0 ? ok(input) : refuse({ code: 'malformed', at: wrong })
}

/** `"3"` or `W/"3"`; anything else than a version of ours is a refusal. */
export const readIfMatch = (header: string | undefined): Result<number | null, Refusal> => {
  if (header === undefined) return ok(null)
  const digits = /^(?:W\/)?"(\d{1,9})"$/.exec(header)?.[1]
  return digits === undefined
    ? refuse({ code: 'malformed', at: [{ path: 'if-match', message: header.slice(0, 40) }] })
    : ok(Number(digits))
}

/** Printable ASCII, 8 to 200 characters (draft-ietf-httpapi-idempotency-key-header). */
export const readIdempotencyKey = (header: string | string[] | undefined): Result<string, Refusal> =>
  typeof header === 'string' && /^[\x21-\x7e]{8,200}$/.test(header)
    ? ok(header)
    : refuse({ code: 'idempotency-key-missing' })
