import { sql } from 'kysely'
import type { Db } from '#postgres'
import { microEuros } from '#units'
import type { BilledService, PricePart } from '../model.ts'
import { BEGINNING } from './name-parts.ts'

interface Row {
  readonly service_id: string
  readonly price_id: string | null
  readonly items: readonly {
    readonly item: string
    readonly monthly_micro_euros: number
    readonly quantity?: number
    readonly unit?: 'kW' | 'U' | 'x'
    readonly unit_micro_euros?: number
  }[]
}

/** The site's own names of items. */
const namesOf = async (db: Db): Promise<NonNullable<BilledService['names']>> => {
  const { rows } = await sql<{ item: string; fr: string; en: string }>`
    select item, name_fr as fr, name_en as en from market.item_name_card`.execute(db)
  return new Map(rows.map(({ item, fr, en }) => [item, { fr, en }]))
}

/** Services with what each of their prices was quoted as; one that was taken over has no such thing. */
export const withParts = async (db: Db, services: readonly BilledService[]): Promise<readonly BilledService[]> => {
  const { rows } = await sql<Row>`select service_id, price_id, items from market.service_price_part_card
    where service_id = any(${services.map(({ id }) => id)}::uuid[])`.execute(db)
  const known = new Map<string, Map<string, readonly PricePart[]>>()
  for (const { service_id: id, price_id: price, items } of rows) {
    const parts = known.get(id) ?? new Map<string, readonly PricePart[]>()
    parts.set(
      price ?? BEGINNING,
      items.map(({ item, monthly_micro_euros: monthly, quantity, unit, unit_micro_euros: each }) => ({
        item,
        monthlyMicroEuros: microEuros(monthly),
        ...(quantity === undefined || unit === undefined || each === undefined
          ? {}
          : { times: { quantity, unit, microEuros: microEuros(each) } }),
      })),
    )
    known.set(id, parts)
  }
  const names = await namesOf(db)
  return services.map((service) => {
    const parts = known.get(service.id)
    return parts ? { ...service, names, parts } : { ...service, names }
  })
}
