import { type Cents, type MicroEuros, microEuros } from '#units'
import type { BilledLine, BilledService } from './model.ts'
import { priceOn, splitAt } from './price-history.ts'
import { type MonthPart, monthsOf, prorateMonth } from './prorate-month.ts'
import { type Due, quantityOf } from './rate-service.ts'

/** Days of a line of an issued invoice that a credit note brings down to a later price. */
export interface Reduction {
  readonly invoiceId: string
  readonly line: number
  readonly part: MonthPart
  readonly lessMicroEuros: MicroEuros
  readonly priceId: string
  readonly net_cents: Cents
}

export interface Corrections {
  /** Dearer: lines of the next invoice. */
  readonly raises: readonly Due[]
  /** Cheaper: lines of a credit note on the invoice that billed those days. */
  readonly reductions: readonly Reduction[]
}

/** What a billed line still costs a month on these days. */
const restOf = (line: BilledLine, day: string): number =>
  line.reduced
    .filter(({ from, until }) => from <= day && day < until)
    .reduce((rest, { lessMicroEuros }) => rest - lessMicroEuros, Number(line.monthlyMicroEuros))

/** Takes `less` a month off the lines that billed these days, the last one first: it never gets more back than it billed. */
const reduce = (
  covering: readonly BilledLine[],
  part: MonthPart,
  less: number,
  priceId: string,
): readonly Reduction[] => {
  const reductions: Reduction[] = []
  let left = less
  for (const line of covering.toReversed()) {
    const taken = Math.min(left, restOf(line, part.from))
    if (taken <= 0) continue
    left -= taken
    const lessMicroEuros = microEuros(taken)
    reductions.push({
      invoiceId: line.invoiceId,
      line: line.line,
      part,
      lessMicroEuros,
      priceId,
      net_cents: prorateMonth(lessMicroEuros, part),
    })
  }
  return reductions
}

/**
 * Days that were billed at another price than they cost now: a change was dated before what had been invoiced. What is dearer is
 * charged as a line of its own, what is cheaper comes back by a credit note; the issued invoice stays what it is. `lines` are the
 * service's, in the order in which they were issued; days after its end are repaid whole elsewhere.
 */
export const correctPrices = (
  service: Pick<BilledService, 'item' | 'monthlyMicroEuros' | 'laterPrices' | 'endsOn'>,
  lines: readonly BilledLine[],
): Corrections => {
  const raises: Due[] = []
  const reductions: Reduction[] = []
  const cuts = [
    ...(service.laterPrices ?? []).map(({ from }) => from),
    ...lines.flatMap(({ from, until, reduced }) => [
      from,
      until,
      ...reduced.flatMap((less) => [less.from, less.until]),
    ]),
  ].toSorted()
  const [first, last] = [cuts[0], cuts.at(-1)]
  if (first === undefined || last === undefined) return { raises, reductions }
  const end = service.endsOn !== null && service.endsOn < last ? service.endsOn : last
  for (const part of splitAt(first, end, cuts).flatMap(([from, until]) => monthsOf(from, until))) {
    const covering = lines.filter(({ from, until }) => from <= part.from && part.until <= until)
    const { id, item, monthlyMicroEuros } = priceOn(service, part.from)
    if (covering.length === 0 || id === null) continue
    const more = monthlyMicroEuros - covering.reduce((sum, line) => sum + restOf(line, part.from), 0)
    if (more < 0) reductions.push(...reduce(covering, part, -more, id))
    if (more <= 0) continue
    const price = microEuros(more)
    const { from, until } = part
    raises.push({
      charge: 'rent',
      from,
      until,
      ...quantityOf(part),
      price,
      net_cents: prorateMonth(price, part),
      item,
      priceId: id,
    })
  }
  return { raises, reductions }
}
