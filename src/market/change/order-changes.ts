import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { Db } from '#postgres'
import type { LineQuoted } from '../contract.ts'
import { priceWire, quoteChangeLine, toLineQuote } from '../order/quote.ts'
import { insertLine } from '../order/store.ts'
import { productOf } from '../products/index.ts'
import { type ServiceRow, findService } from '../service/store.ts'
import { type At, readParameters } from './ask-change.ts'
import type { ChangeAsked } from './contract.ts'
import { type Changing, tieNote, tiesOf } from './find-ties.ts'
import { mergeParameters, quotedWire } from './read-change.ts'

export interface ServiceChangeAsked {
  readonly service: ServiceRow
  readonly parameters: object
}

/** The services that an order changes, as they would be; another organisation's service is not known. */
export const changesAsked = async (
  db: Db,
  organisationId: string,
  asked: readonly ChangeAsked[] = [],
): Promise<Result<readonly ServiceChangeAsked[], Refusal>> => {
  const changes: ServiceChangeAsked[] = []
  for (const { service: number, parameters } of asked) {
    const service = await findService(db, number)
    if (!service || service.organisation_id !== organisationId)
      return refuse({ code: 'service-unknown', service: number })
    const product = productOf(service.product)
    const read = readParameters(product, mergeParameters(product.parse(service.parameters), parameters))
    if (!read.ok) return read
    changes.push({ service, parameters: read.value.parsed })
  }
  return ok(changes)
}

/** Lines that change services, after so many that create. */
export const insertChanges = async (
  tx: Db,
  orderId: string,
  changes: readonly ServiceChangeAsked[],
  after: number,
): Promise<void> => {
  for (const [index, { service, parameters }] of changes.entries())
    await insertLine(tx, {
      orderId,
      position: after + index + 1,
      does: 'change',
      product: service.product,
      parameters,
      serviceId: service.id,
    })
}

/** What each change would do, after so many lines that create. */
export const previewChanges = async (
  at: At,
  changes: readonly ServiceChangeAsked[],
  after: number,
): Promise<readonly LineQuoted[]> => {
  const lines: LineQuoted[] = []
  const planned: Changing[] = []
  const beside = changes.map(({ service, parameters }) => ({ serviceId: service.id, parameters }))
  for (const [index, { service, parameters }] of changes.entries()) {
    const quoted = await quoteChangeLine({ ...at, beside }, { serviceId: service.id, parameters, lineId: null })
    const { change, would_reserve, steps, notes, refusal } = quotedWire(
      { service: service.number, product: service.product, parameters, order: null },
      quoted,
    )
    lines.push({
      position: after + index + 1,
      product: service.product,
      prices: toLineQuote(quoted).prices.map(priceWire),
      usage: [...(quoted.usage ?? [])],
      term_months: null,
      would_reserve,
      steps,
      service: service.number,
      change,
      notes,
      refusal,
    })
    if (quoted.change)
      planned.push({
        serviceId: service.id,
        product: service.product,
        from: service.parameters,
        parameters,
        takes: quoted.change.plan.takes,
      })
  }
  const ties = await tiesOf(at.tx, planned)
  return lines.map((line, index) => {
    const services = ties.get(changes[index]?.service.id ?? '')
    return services ? { ...line, notes: [...line.notes, tieNote(services)] } : line
  })
}
