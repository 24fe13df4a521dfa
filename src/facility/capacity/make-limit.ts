import type { Limit, Phase, PlantElement, SellingRules, Unit } from './model.ts'

/** P on A+B is P in total, and each side must carry it alone: what an element carries at most is all of it, once the other side is lost. */
export const OTHER_SIDE_LOST = 'other-side-lost'

export const keyOf = (elementId: string, failureCase: string, unit: Unit): string =>
  `${elementId} ${failureCase} ${unit}`

/** A factor is said in hundredths; whole-number arithmetic, so that 1.10 × 100 is not 110.00000000000001. */
export const oversold = (nominal: number, factor: number): number =>
  Math.floor((nominal * Math.round(factor * 100)) / 100)

interface Nominal {
  readonly failureCase: string
  readonly unit: Unit
  readonly nominal: number | null
  readonly phase?: Phase
  /** What the site itself draws of it. */
  readonly ownDraw?: number
}
export const limitOf = (
  element: PlantElement,
  { failureCase, unit, nominal, phase, ownDraw = 0 }: Nominal,
  rules: SellingRules,
): Limit => {
  const own = element.kind === 'way' || element.kind === 'feed'
  const oversell = own ? 1 : (rules.oversell.get(element.kind) ?? 1)
  return {
    key: keyOf(element.id, failureCase, unit),
    elementId: element.id,
    element: element.handle,
    kind: element.kind,
    failureCase,
    phase: phase ?? null,
    unit,
    nominal,
    oversell,
    ownDraw,
    amount: nominal === null ? null : Math.max(0, oversold(nominal, oversell) - ownDraw),
    own,
    source: element.source,
  }
}
