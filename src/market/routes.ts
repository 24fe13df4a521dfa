import { sql } from 'kysely'
import { ok } from '#kernel'
import { type Served, scopeOf, sees, serve } from '#people'
import { readFile } from '#postgres'
import { judgeHouse, listPrices, showFile, today } from './contract.ts'
import { changeRoutes } from './change/routes.ts'
import { ixfRoutes } from './import/ixf/routes.ts'
import { deliveryRoutes } from './delivery/routes.ts'
import { judge } from './judge.ts'
import { readCards } from './order/read.ts'
import { orderRoutes } from './order/routes.ts'
import type { OrderRow } from './order/store.ts'
import { pricesOn } from './order/quote.ts'
import { crossConnectRoutes } from './products/cross-connect/routes.ts'
import { optionRoutes } from './products/rack-space/option/routes.ts'
import { productNames } from './products/index.ts'
import { serviceRoutes } from './service/routes.ts'
import { meterRoutes } from './meter/routes.ts'
import { usagePricesOn } from './meter/store.ts'
import { letterRoutes } from './letter/routes.ts'
import { spaceRoutes } from './space/routes.ts'
import { dayIn } from './start-billing.ts'
import { theSite } from './store.ts'
import { surveyRoutes } from './survey/routes.ts'
import { takeOverRoutes } from './take-over/routes.ts'
import { needsOf, waitingOrders } from './today/store.ts'
import { workRoutes } from './work-order/routes.ts'

const prices = serve(listPrices, async ({ db, now }) => {
  const site = await theSite(db)
  const day = dayIn(site.zone, now)
  const items = []
  for (const product of productNames) {
    for (const price of await pricesOn(db, site.id, day, product)) {
      items.push({
        product,
        item: price.item,
        setup_micro_euros: price.setupMicroEuros,
        monthly_micro_euros: price.monthlyMicroEuros,
      })
    }
  }
  return ok({ items, usage: [...(await usagePricesOn(db, site.id, day))] })
})

const todayRoute = serve(today, async ({ db, actor, now }) => {
  const scope = scopeOf(actor)
  const waiting = await waitingOrders(db, scope)
  const { rows } = await sql<OrderRow>`select * from market."order" where id = any(${[...waiting.ids]})`.execute(db)
  const inOrder = waiting.ids.map((id) => rows.find((row) => row.id === id)).filter((row) => row !== undefined)
  return ok({
    needs: [...(await needsOf(db, scope, now))],
    waiting: await readCards(db, inOrder),
    waiting_total: waiting.total,
    under_way_total: waiting.underWay,
  })
})

const doctor = serve(judgeHouse, async ({ db, now }) => {
  const differences = await judge(db, now)
  const count = (kind: string) => differences.filter((difference) => difference.kind === kind).length
  return ok({ lost: count('lost'), double: count('double'), leaked: count('leaked'), differences: [...differences] })
})

const file = serve(showFile, async ({ db, actor, params }) => {
  const found = await readFile(db, params.file)
  if (!found || !sees(scopeOf(actor), found.ownerOrganisationId)) return null
  return ok({ name: found.name, mediaType: found.mediaType, content: found.content })
})

export const marketRoutes: readonly Served[] = [
  ...orderRoutes,
  ...deliveryRoutes,
  ...serviceRoutes,
  ...changeRoutes,
  ...workRoutes,
  ...crossConnectRoutes,
  ...optionRoutes,
  ...meterRoutes,
  ...spaceRoutes,
  ...letterRoutes,
  ...surveyRoutes,
  ...ixfRoutes,
  ...takeOverRoutes,
  prices,
  todayRoute,
  doctor,
  file,
]
