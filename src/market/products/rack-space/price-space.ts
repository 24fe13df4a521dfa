import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Price } from '../../product.ts'
import type { RackSpaceParameters } from './parameters.ts'

/** Compartments of a rack of this kind: a customer without neighbours pays for all of them. */
const IN_RACK = { quarter: 4, half: 2, full: 1, shared: 1 } as const
const WATTS_PER_KW = 1000

const times = (price: Price, quantity: number, unit: 'U' | 'x'): Price => ({
  item: price.item,
  ...(quantity === 1 ? {} : { times: { quantity, unit, microEuros: price.monthlyMicroEuros } }),
  setupMicroEuros: price.setupMicroEuros * quantity,
  monthlyMicroEuros: price.monthlyMicroEuros * quantity,
})

/**
 * The space, an option on the next one by its own item as long as it stands, and the committed kW: once, whether on A+B or on one side. Watts are priced to the watt, rounded to the micro-euro;
 * what is paid once for power is paid once.
 */
export const priceSpace = (
  { size, units_u: units, watts, place }: Pick<RackSpaceParameters, 'size' | 'units_u' | 'watts' | 'place'>,
  prices: readonly Price[],
): Result<readonly Price[], Refusal> => {
  const item = size === 'shared' ? 'rack-u' : `rack-${size}`
  const space = prices.find((price) => price.item === item)
  if (!space) return refuse({ code: 'no-price', item })
  const power = prices.find((price) => price.item === 'kw-committed')
  if (!power) return refuse({ code: 'no-price', item: 'kw-committed' })
  const option = place.option_next ? prices.find((price) => price.item === `option-${size}`) : null
  if (option === undefined) return refuse({ code: 'no-price', item: `option-${size}` })
  const quantity = size === 'shared' ? (units ?? 1) : place.no_neighbour ? IN_RACK[size] : 1
  return ok([
    times(space, quantity, size === 'shared' ? 'U' : 'x'),
    {
      ...power,
      monthlyMicroEuros: Math.round((power.monthlyMicroEuros * watts) / WATTS_PER_KW),
      times: { quantity: watts / WATTS_PER_KW, unit: 'kW', microEuros: power.monthlyMicroEuros },
    },
    ...(option === null ? [] : [option]),
  ])
}
