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
}

const systemBy = { kind: 'system', id: null } as const

/** Tells the journal what happened to the line, for its organisation's members too. */
export const tell = (driving: Driving, name: string, data: object): Promise<void> =>
  writeJournal(driving.tx, {
    room: 'market',
    name,
    subject: ['order', driving.orderNumber],
    by: systemBy,
    at: driving.now,
    siteId: driving.site.id,
    onBehalfOf: driving.service.organisation_id,
    data: { ...data, position: driving.line.position, service: driving.service.number },
  })
