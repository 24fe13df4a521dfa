import { languages, type Language, type Problem, type Refusal, type Word, say } from '#kernel'

export type Words = Readonly<Record<string, Word>>

/** A refusal by state is a 409; these say something else (RFC 9110, RFC 6585). */
const STATUS: Readonly<Record<string, number>> = {
  malformed: 400,
  'idempotency-key-missing': 400,
  'not-signed-in': 401,
  'sign-in-wrong': 401,
  'not-allowed': 403,
  'operator-by-admin': 403,
  'wrong-origin': 403,
  'not-found': 404,
  'version-changed': 412,
  'too-large': 413,
  'wrong-media': 415,
  'wrong-host': 421,
  'version-missing': 428,
  'too-many-tries': 429,
  defect: 500,
  'database-gone': 503,
  busy: 503,
  'device-silent': 503,
  'disk-low': 507,
}
const REFUSED_BY_STATE = 409

/** Seconds after which a second try may succeed. */
const RETRY_AFTER: Readonly<Record<string, number>> = {
  'database-gone': 5,
  busy: 1,
  'device-silent': 30,
  'in-progress': 2,
  'too-many-tries': 60,
}

export const statusOf = (code: string): number => STATUS[code] ?? REFUSED_BY_STATE
export const retryAfterOf = (code: string): number | undefined => RETRY_AFTER[code]

/** The language that a caller asked for, by its first range that we speak (RFC 9110 § 12.5.4, without weights: browsers sort). */
export const languageOf = (acceptLanguage: string | undefined): Language | null => {
  for (const range of (acceptLanguage ?? '').split(',')) {
    const wanted = range.trim().slice(0, 2).toLowerCase()
    const spoken = languages.find((language) => language === wanted)
    if (spoken) return spoken
  }
  return null
}

export const problemOf = (
  refusal: Refusal,
  words: Words,
  of: { readonly language: Language; readonly requestId: string },
): Problem => {
  const { code, at, ...values } = refusal
  const word = words[code]
  const titles = word
    ? { fr: say(word, 'fr', values), en: say(word, 'en', values) }
    : { fr: `Refusé\u00A0: ${code}.`, en: `Refused: ${code}.` }
  return {
    type: `/refusals#${code}`,
    title: titles[of.language],
    titles,
    code,
    status: statusOf(code),
    requestId: of.requestId,
    ...(code === 'malformed' && Array.isArray(at) ? { at } : {}),
    values: at === undefined || code === 'malformed' ? values : { ...values, at },
  }
}
