import type { Db } from '#postgres'
import { usagePriceOn } from '../meter/store.ts'
import type { Product } from '../product.ts'
import { productOf } from '../products/index.ts'
import type { ServiceRow } from './store.ts'

/** Does somebody see the place empty when it ends? Then gear may be found in it. */
export const mayLeaveGear = ({ cease }: Pick<Product<never>, 'cease'>): boolean =>
  cease.some(({ name }) => name === 'empty')

/** What a day of gear that is still there from the legal end on costs, in micro-euros; null: nothing of this product stays, or it is free. */
export const storagePriceOn = async (db: Db, service: ServiceRow, endsOn: string): Promise<number | null> => {
  const stays = mayLeaveGear(productOf(service.product))
  // What has no contract has no bill.
  if (!stays || service.monthly_micro_euros === null) return null
  const of = { siteId: service.site_id, serviceId: service.id, product: service.product, day: endsOn }
  const price = await usagePriceOn(db, of, 'storage-day')
  return price === 0 ? null : price
}
