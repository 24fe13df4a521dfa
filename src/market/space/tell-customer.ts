import type { Refusal } from '#kernel'

/** What a customer is told in place of a refusal that names what others hold: the kind of limit, never its figures. */
const told: Readonly<Record<string, string>> = {
  'limit-reached': 'power-not-left',
  'phase-reached': 'phase-not-left',
  'weight-reached': 'weight-not-left',
  'cooling-reached': 'cooling-not-left',
  'place-neighbour': 'place-has-neighbour',
}
/** What is the asker's own, or the site's offer: it may stand beside the kind. */
const OWN = ['compartment', 'kind', 'unit', 'passed_over', 'position'] as const

/**
 * How full a board is says what its other tenants bought; how many of their compartments a rack has, as well. A customer is told
 * which kind of limit stands in the way, the site's people the figures.
 */
export const tellCustomer = (refusal: Refusal): Refusal => {
  const code = told[refusal.code]
  if (code === undefined) return refusal
  const own = OWN.flatMap((name) => (refusal[name] === undefined ? [] : [[name, refusal[name]] as const]))
  return { code, ...Object.fromEntries(own) }
}

/** As this reader may know it; what is not refused stays so. */
export const toldTo = <R extends Refusal | null>(staff: boolean, refusal: R): R | Refusal =>
  refusal === null || staff ? refusal : tellCustomer(refusal)

/** Reasons of a rank that do not tell what others hold. */
const OPEN_REASONS = new Set(['place-metres', 'place-way'])
export const reasonsForCustomer = (reasons: readonly Refusal[]): readonly Refusal[] =>
  reasons.filter(({ code }) => OPEN_REASONS.has(code))
