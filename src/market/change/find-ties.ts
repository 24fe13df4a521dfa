import type { LineRow } from '../order/store.ts'
import type { Hold, Said } from '../product.ts'
import { productOf } from '../products/index.ts'
import { servicesById } from '../service/store.ts'
import type { At } from './ask-change.ts'

/** A service that an order changes: what it was, what it would be, and what it takes for that. */
export interface Changing {
  readonly serviceId: string
  readonly product: string
  readonly from: object
  readonly parameters: object
  readonly takes: readonly Hold[]
}

/** The lines of an order that change a service, as quoted. Pure. */
export const changesIn = (
  lines: readonly LineRow[],
  takesOf: (line: LineRow) => readonly Hold[],
): readonly Changing[] =>
  lines.flatMap((line) =>
    line.does === 'change' && line.service_id !== null && line.quote?.change
      ? [
          {
            serviceId: line.service_id,
            product: line.product,
            from: line.quote.change.from,
            parameters: line.parameters,
            takes: takesOf(line),
          },
        ]
      : [],
  )

/**
 * Which changes of one order do not go without each other: a cross-connect and the rack or port that takes it along. By service the numbers
 * of those that it goes with.
 */
export const tiesOf = async (
  tx: At['tx'],
  changes: readonly Changing[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const ties = new Map<string, readonly string[]>()
  for (const { serviceId, product: name, from, parameters } of changes) {
    const product = productOf(name)
    const beside = changes.filter((other) => other.serviceId !== serviceId)
    const asking = { tx, serviceId, from: product.parse(from), parameters: product.parse(parameters) }
    const ids = beside.length === 0 ? [] : ((await product.change?.goesWith?.(asking, beside)) ?? [])
    if (ids.length > 0) {
      const services = await servicesById(tx, ids)
      ties.set(
        serviceId,
        ids.flatMap((id) => services.get(id)?.number ?? []),
      )
    }
  }
  return ties
}

export const tieNote = (services: readonly string[]): Said => ({ code: 'goes-together', services })
