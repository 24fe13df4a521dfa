import { sql } from 'kysely'
import type { Actor } from '#people'
import { inTransaction, notify } from '#postgres'
import { claimsOfService } from '../claim/store.ts'
import { changeService } from '../contract.ts'
import { cancelOrder } from '../order/cancel.ts'
import { changeLine, findOrder, linesOf } from '../order/store.ts'
import { signOrder } from '../order/testing.ts'
import { stepsOf } from '../delivery/store.ts'
import { serviceById } from '../service/store.ts'
import type { Bench } from '../testing.ts'
import { actorOf } from '../testing.ts'
import { changeRoutes } from './routes.ts'
import { changeQuoted, type ChangeQuotedWire } from './contract.ts'

type House = Pick<Bench, 'db' | 'now' | 'signatory'>

/** Asks for a change, as an administrator of the site where nobody else is named. */
export const askChange = async (
  house: House & { readonly as?: Actor },
  service: string,
  parameters: object,
  dryRun = false,
  said: {
    readonly quote?: 'firm' | 'subject-to-availability'
    readonly engagement_number?: string
  } = {},
): Promise<ChangeQuotedWire> => {
  const served = changeRoutes.find(({ route }) => route === changeService)
  if (!served) throw new Error('changes are not served')
  const as = house.as ?? actorOf(house.signatory, new Set(['admin']))
  const answer = await served.handle({
    params: { service },
    query: {},
    body: { quote: 'subject-to-availability', ...said, parameters, dry_run: dryRun },
    actor: as,
    by: { kind: 'person', id: as.personId },
    db: house.db,
    now: house.now,
    clock: () => house.now,
    ifMatch: null,
  })
  if (!answer?.ok) throw new Error(JSON.stringify(answer))
  return changeQuoted.parse(answer.value)
}

/** Asked, quoted and signed: the number of the change's order. */
export const signedChange = async (house: House, service: string, parameters: object): Promise<string> => {
  const asked = await askChange(house, service, parameters)
  if (asked.order === null) throw new Error(JSON.stringify(asked.refusal))
  const signed = await signOrder(house, asked.order)
  if (!signed.ok) throw new Error(JSON.stringify(signed.refusal))
  return asked.order
}

export const lineOf = async ({ db }: Pick<House, 'db'>, number: string) => {
  const order = await findOrder(db, number)
  const [line] = order ? await linesOf(db, [order.id]) : []
  if (!order || !line) throw new Error(`no order ${number}`)
  return { order, line, steps: await stepsOf(db, [line.id]) }
}

/** Accepted in writing today: a ready line begins. */
export const acceptLine = async ({ db, now }: House, number: string): Promise<void> => {
  const { line } = await lineOf({ db }, number)
  await inTransaction(db, async (tx) => {
    await changeLine(tx, line.id, { acceptedHandover: { at: now, on: null } })
    await notify(tx, 'work')
  })
}

export const cancelNow = async ({ db, now }: House, number: string): Promise<void> => {
  const { order } = await lineOf({ db }, number)
  const done = await inTransaction(db, (tx) =>
    cancelOrder({ tx, now, by: { kind: 'system', id: null } }, order, 'changed their mind'),
  )
  if (!done.ok) throw new Error(JSON.stringify(done.refusal))
}

/** The service of an order's first line, with what it holds: each label with its power. */
export const standing = async ({ db }: Pick<House, 'db'>, number: string) => {
  const { line } = await lineOf({ db }, number)
  const service = await serviceById(db, line.service_id ?? '')
  const claims = await claimsOfService(db, service.id)
  const { rows: prices } = await sql<{ from: string; monthly: number }>`
    select from_date as "from", monthly_micro_euros as monthly from market.service_price_card where service_id = ${service.id}
    order by from_date, id`.execute(db)
  return {
    id: service.id,
    number: service.number,
    state: service.state,
    parameters: service.parameters,
    monthly: service.monthly_micro_euros,
    holds: claims
      .filter(({ restsUntil }) => restsUntil === null)
      .map(({ kind, label, load }) => [kind, label, ...(load ? [load.watts, load.sides] : [])]),
    prices,
  }
}
