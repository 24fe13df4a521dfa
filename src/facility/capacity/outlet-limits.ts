import type { Refusal } from '#kernel'
import { keyOf, OTHER_SIDE_LOST } from './make-limit.ts'
import type { Amount, Capacity, Limit, Load, Outlet, OutletLimit, PlantCompartment } from './model.ts'

const limitOf = ({ id, handle, limitVa }: Outlet): Limit => ({
  key: keyOf(id, OTHER_SIDE_LOST, 'VA'),
  elementId: id,
  element: handle,
  kind: 'outlet',
  failureCase: OTHER_SIDE_LOST,
  phase: null,
  unit: 'VA',
  nominal: limitVa,
  oversell: 1,
  ownDraw: 0,
  amount: limitVa,
  own: true,
  source: 'nameplate',
})

/** What each outlet of one strip lets through by its own breaker: a tenant's own, like its way. */
export const outletLimits = ({ outlets }: PlantCompartment, of: 'A' | 'B'): readonly OutletLimit[] =>
  outlets.filter(({ side }) => side === of).map((outlet) => ({ number: outlet.number, limit: limitOf(outlet) }))

const within = (outlets: readonly OutletLimit[], units: Load['units']): readonly OutletLimit[] =>
  units ? outlets.filter(({ number }) => number >= units[0] && number < units[1]) : outlets

/**
 * What a load counts for at the outlets of one side: all of it passes there once the other side is lost, spread evenly over those that come
 * with its units, rounded up. Equipment that is higher than a unit has the outlets of its units, and cords for them; what is plugged where
 * within a tenant's own units is its own, as behind its own way.
 */
export const outletAmounts = (outlets: readonly OutletLimit[], units: Load['units'], va: number): readonly Amount[] => {
  const own = within(outlets, units)
  const amount = Math.ceil(va / own.length)
  return own.map(({ limit }) => ({ limit, amount }))
}

/** Why outlets cannot carry a load, and what would: so many watts there, or so many units with their outlets. */
export const outletRefusal = (
  { plant: { rules }, behind }: Capacity,
  { compartmentId, watts, units = null }: Pick<Load, 'compartmentId' | 'watts' | 'units'>,
  { limit, ...values }: { readonly limit: Limit; readonly amount: number; readonly reserved: number },
): Refusal => {
  const strips = behind.get(compartmentId)?.outlets
  const strip = [strips?.A ?? [], strips?.B ?? []].find((one) => one.some((each) => each.limit.key === limit.key)) ?? []
  const outlets = within(strip, units).length
  const each = limit.amount ?? 0
  const thousandths = Math.round(rules.powerFactor * 1000)
  return {
    code: 'outlet-cannot-carry',
    element: limit.element,
    kind: limit.kind,
    unit: limit.unit,
    ...values,
    limit: limit.amount,
    watts,
    outlets,
    most_watts: Math.floor((outlets * each * thousandths) / 1000),
    units_needed: Math.ceil(Math.ceil((watts * 1000) / thousandths) / Math.max(1, each)),
  }
}
