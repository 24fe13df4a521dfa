import { type Language, longDay, say, type Word } from '#kernel'
import type { InvoiceWire, RunWire } from '#billing/contract'
import type { LetterWire, LineWire, OrderWire, ServiceWire, WorkWire } from '#market/contract'
import { marketWords } from '#market/words'
import { type ServerCall, sayCli } from '../command.ts'
import { euros } from '../money.ts'
import { sentenceOf } from '../say-refusal.ts'
import { stateWords } from '../state-words.ts'

/** A code of a room in words; one that no room has words for stays as it is, without the room's prefix. */
const wordOf = (prefix: 'hold' | 'step', code: string, language: Language): string => {
  const word = sentenceOf({ code: `${prefix}-${code}` }, language)
  return word === `${prefix}-${code}` ? code : word
}

/** A position that is not known before the signature is said so: on the space of a line, or as the other side will choose it. */
const labelOf = (label: string, language: Language): string => {
  const line = /^\? \((\d+)\)$/.exec(label)?.[1]
  if (line !== undefined) return sayCli(language, 'at-line', { n: line })
  const other = /^(.+): \?$/.exec(label)?.[1]
  return other === undefined ? label : sayCli(language, 'at-other', { other })
}

export const holdSaid = (
  { kind, label }: { readonly kind: string; readonly label: string },
  { language }: Pick<ServerCall, 'language'>,
): string => `${wordOf('hold', kind, language)} ${labelOf(label, language)}`

export const stepSaid = (
  { name, by }: { readonly name: string; readonly by: 'person' | 'machine' | 'customer' },
  { language }: Pick<ServerCall, 'language'>,
): string => `${wordOf('step', name, language)} (${sayCli(language, `by-${by}`)})`

export const totalsSaid = (
  totals: { readonly setup_cents: number; readonly monthly_cents: number },
  { language }: Pick<ServerCall, 'language'>,
): string =>
  sayCli(language, 'totals-before-vat', {
    setup: euros(totals.setup_cents, language),
    monthly: euros(totals.monthly_cents, language),
  })

/** Every state of the wire has its word: a new one is a compile error here. */
type Named =
  | `order-${OrderWire['state']}`
  | `line-${LineWire['state']}`
  | `service-${ServiceWire['state']}`
  | `work-${WorkWire['state']}`
  | `letter-${LetterWire['state']}`
  | `invoice-${InvoiceWire['state']}`
  | `run-${RunWire['state']}`
  | `owner-${NonNullable<LineWire['waiting']>['for']}`
const named: Readonly<Record<Named, Word>> = stateWords
const states: Readonly<Record<string, Word>> = named

/** A state, an owner or a kind in words; `--json` has its code. */
export const stateSaid = (
  of: 'order' | 'line' | 'service' | 'work' | 'letter' | 'invoice' | 'run' | 'kind' | 'owner',
  code: string,
  { language }: Pick<ServerCall, 'language'>,
): string => {
  const word = states[`${of}-${code}`]
  return word ? say(word, language) : code
}

const products: Readonly<Record<string, Word>> = marketWords

/** As the market calls it; an invoice says more of what it bills. */
export const productSaid = (product: string, { language }: Pick<ServerCall, 'language'>): string => {
  const word = products[product]
  return word ? say(word, language) : product
}

/** Who reads a terminal may sit in another zone than the site: an instant says its own. */
export const instantSaid = (at: string, { language }: Pick<ServerCall, 'language'>): string =>
  `${longDay(at.slice(0, 10), language)}, ${at.slice(11, 16)} UTC`

export const monthlySaid = (cents: number, { language }: Pick<ServerCall, 'language'>): string =>
  sayCli(language, 'monthly-before-vat', { price: euros(cents, language) })
