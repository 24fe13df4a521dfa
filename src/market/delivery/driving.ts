import { type Db, writeJournal } from '#postgres'
import type { LineRow } from '../order/store.ts'
import type { Product, Site } from '../product.ts'
import type { ServiceRow } from '../service/store.ts'

/** One line under way, its row locked by this transaction. */
export interface Driving {
  readonly tx: Db
  readonly site: Site
  readonly now: Date
  readonly line: LineRow
  readonly service: ServiceRow
  readonly product: Product<never>
  readonly orderNumber: string
  /** Whose order it is; the service may be somebody else's, who pays. */
  readonly ordererId: string
}

const systemBy = { kind: 'system', id: null } as const

/** Tells the journal what happened to the line, for its organisation's members too; whoever pays in its place reads it of its service. */
export const tell = async (driving: Driving, name: string, data: object): Promise<void> => {
  const { tx, now: at, site, line, service, orderNumber, ordererId } = driving
  const said = { room: 'market', name, by: systemBy, at, siteId: site.id } as const
  await writeJournal(tx, {
    ...said,
    subject: ['order', orderNumber],
    onBehalfOf: ordererId,
    data: { ...data, position: line.position, service: service.number },
  })
  if (service.organisation_id !== ordererId)
    await writeJournal(tx, {
      ...said,
      subject: ['service', service.number],
      onBehalfOf: service.organisation_id,
      data,
    })
}
