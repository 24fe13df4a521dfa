import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Claim } from '../claim/store.ts'
import type { Hold, Price } from '../product.ts'
import type { ServiceRow } from '../service/store.ts'
import { sameValues } from './same-values.ts'

/** What the price of a service is before and after, 10⁻⁶ € a month. */
export interface PriceMove {
  readonly before: number
  readonly after: number
}

type Changeable = Pick<
  ServiceRow,
  'number' | 'state' | 'suspended_for' | 'monthly_micro_euros' | 'billing_from' | 'term_ends'
>

/**
 * May this service be changed at all? One that is suspended, under notice, or has no contract is not; nor for nothing, but where it `follows`
 * another one that the same order changes. Pure.
 */
export const admitChange = (
  service: Changeable,
  from: unknown,
  to: unknown,
  follows = false,
): Result<number, Refusal> => {
  if (service.state !== 'in-service') return refuse({ code: 'illegal-move', from: service.state, to: 'changed' })
  if (service.monthly_micro_euros === null || service.billing_from === null)
    return refuse({ code: 'no-contract', service: service.number })
  if (!follows && sameValues(from, to)) return refuse({ code: 'nothing-changes', service: service.number })
  return ok(service.monthly_micro_euros)
}

export const monthlyOf = (prices: readonly Price[]): number =>
  prices.reduce((total, { monthlyMicroEuros }) => total + monthlyMicroEuros, 0)

/**
 * The price moves by what today's list asks more or less for what is changed: what was agreed for the rest stays agreed. Inside its
 * term a service does not become cheaper: what was committed for the term is owed for it.
 */
export const movePrice = (
  { before, termEnds, day }: { readonly before: number; readonly termEnds: string | null; readonly day: string },
  from: readonly Price[],
  to: readonly Price[],
): Result<PriceMove, Refusal> => {
  const after = Math.max(0, before + monthlyOf(to) - monthlyOf(from))
  return after < before && termEnds !== null && day < termEnds
    ? refuse({ code: 'term-runs', term_ends: termEnds, before, after })
    : ok({ before, after })
}

/** What of the price list stands on the line: the items as they are, or one sum where what was agreed differs from the list. */
export const pricesAfter = (to: readonly Price[], after: number): readonly Price[] => {
  const free = to.map((price) => ({ ...price, setupMicroEuros: 0 }))
  if (monthlyOf(to) === after) return free
  return [{ item: to[0]?.item ?? '', setupMicroEuros: 0, monthlyMicroEuros: after }]
}

const same = (a: Hold, b: Hold): boolean =>
  a.thingId === b.thingId && a.span[0] === b.span[0] && a.span[1] === b.span[1]

/** The claims of these holds; a service that no longer holds one of them was changed since the quote. */
export const claimsOf = (claims: readonly Claim[], holds: readonly Hold[]): Result<readonly Claim[], Refusal> => {
  const found = holds.map((hold) => claims.find((claim) => same(claim, hold)))
  const known = found.filter((claim) => claim !== undefined)
  return known.length === holds.length ? ok(known) : refuse({ code: 'changed-meanwhile' })
}
