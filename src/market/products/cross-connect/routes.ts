import { Temporal } from 'temporal-polyfill'
import { cablingOf, type Hop, isGlass, lossLimit, type Route } from '#fibre'
import { ok, refuse } from '#kernel'
import { type Scope, scopeOf, sees, type Served, serve } from '#people'
import { claimsOfService } from '../../claim/store.ts'
import { dayIn } from '../../start-billing.ts'
import { theSite } from '../../store.ts'
import { listTimeToLight, type RouteWire, showRoute } from './contract.ts'
import { crossConnectParameters } from './parameters.ts'
import { routeOfHolds } from './stock.ts'
import { serviceCalled, timeToLight, timeToLightIn } from './store.ts'

const hopWire = (hop: Hop): RouteWire['hops'][number] =>
  hop.is === 'jumper'
    ? {
        is: 'jumper',
        from: { label: hop.from.label, connector: hop.from.connector },
        to: { label: hop.to.label, connector: hop.to.connector },
        length_m: hop.lengthM,
        colour: hop.colour,
        stocked: hop.stocked,
        pair: null,
        loss_db: null,
        loss_source: null,
      }
    : {
        is: 'trunk',
        from: { label: hop.fromLabel, connector: null },
        to: { label: hop.toLabel, connector: null },
        length_m: hop.trunk.lengthM,
        colour: null,
        stocked: null,
        pair: hop.label,
        loss_db: hop.trunk.loss?.db ?? null,
        loss_source: hop.trunk.loss?.source ?? null,
      }

const routeWire = (service: string, route: Route): RouteWire => {
  const limit = isGlass(route.media) ? lossLimit(route.media, route) : null
  return {
    service,
    media: route.media,
    hops: route.hops.map(hopWire),
    length_m: route.lengthM,
    mated_pairs: route.matedPairs,
    splices: route.splices,
    limit_db: limit?.limitDb ?? null,
    wavelength_nm: limit?.wavelengthNm ?? null,
  }
}

/** Whoever pays for it, and whoever ordered it: both have an end of it. */
const seesWay = (
  scope: Scope,
  { organisationId, ordererId }: { readonly organisationId: string; readonly ordererId: string | null },
): boolean => sees(scope, organisationId) || (ordererId !== null && sees(scope, ordererId))

const show = serve(showRoute, async ({ db, actor, params }) => {
  const service = await serviceCalled(db, params.service)
  if (!service || !seesWay(scopeOf(actor), service)) return null
  if (service.product !== 'cross-connect') return refuse({ code: 'not-a-cross-connect', service: params.service })
  const holds = await claimsOfService(db, service.id)
  const cabling = await cablingOf(db, service.siteId)
  const route = routeOfHolds(cabling, holds, crossConnectParameters.parse(service.parameters))
  return route.ok ? ok(routeWire(params.service, route.value)) : route
})

const published = serve(listTimeToLight, async ({ db, query, now }) => {
  const { id: siteId, zone } = await theSite(db)
  const day = dayIn(zone, now)
  const from = Temporal.PlainDate.from(day)
    .with({ day: 1 })
    .subtract({ months: query.months - 1 })
    .toString()
  const of = { siteId, from, until: day }
  const { lines, ...times } = await timeToLightIn(db, of)
  return ok({
    items: [...(await timeToLight(db, of))],
    period: { from, until: day, lines, times: lines === 0 ? null : times },
  })
})

export const crossConnectRoutes: readonly Served[] = [show, published]
