import { sql } from 'kysely'
import type { Db } from '#postgres'
import { agreeUsage } from '../meter/store-agreed.ts'
import { usagePricesOn } from '../meter/store.ts'
import type { Billed } from './model.ts'

/**
 * What a service that was taken over pays by the unit: a kWh as its row says, else as the list has it on the first day that is billed here, and
 * so a day of gear that stays. It holds from the first day in service on, as what is signed does. `before`: what an earlier file had said;
 * what was revised since stays.
 */
export const agreeTakenUsage = async (
  tx: Db,
  service: { readonly id: string; readonly siteId: string; readonly product: string },
  { start, invoicedUntil, kwhMicroEuros }: Billed,
  before: Billed | null,
): Promise<void> => {
  const list = (await usagePricesOn(tx, service.siteId, invoicedUntil)).filter(
    ({ product }) => product === service.product,
  )
  const usage = [
    ...list.filter(({ item }) => item !== 'kwh' || kwhMicroEuros === null),
    ...(kwhMicroEuros === null ? [] : [{ item: 'kwh', unit: 'kWh' as const, unit_micro_euros: kwhMicroEuros }]),
  ]
  if (before !== null)
    await sql`delete from market.service_usage_price where service_id = ${service.id} and from_date = ${before.start}`.execute(
      tx,
    )
  await agreeUsage(tx, service.id, usage, start)
}
