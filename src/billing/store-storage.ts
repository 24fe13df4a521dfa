import { sql } from 'kysely'
import type { Db } from '#postgres'
import type { BilledService } from './model.ts'
import type { Storage } from './rate-storage.ts'
import { unitPricesOf } from './usage/store.ts'

const ITEM = 'storage-day'

/** Of services under notice, and of those that are over, whose product is seen empty at the end. */
export const loadStorage = async (
  tx: Db,
  siteId: string,
  services: readonly BilledService[],
): Promise<ReadonlyMap<string, Storage>> => {
  const { rows } = await sql<{ service_id: string; seen_on: string | null }>`
    select service_id, seen_on from market.emptying_card where site_id = ${siteId}`.execute(tx)
  const seen = new Map(rows.map((row) => [row.service_id, row.seen_on]))
  const { list, agreed } = await unitPricesOf(tx, siteId, ITEM)
  return new Map(
    services.flatMap(({ id, product }) => {
      const emptyOn = seen.get(id)
      return emptyOn === undefined
        ? []
        : [[id, { emptyOn, agreed: agreed.get(id) ?? [], list: list.get(product) ?? [] }] as const]
    }),
  )
}
