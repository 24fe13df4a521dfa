import { cablingOf, type Hop, isGlass, lossLimit, type Route } from '#fibre'
import { ok, refuse } from '#kernel'
import { scopeOf, sees, type Served, serve } from '#people'
import { claimsOfService } from '../../claim/store.ts'
import { theSite } from '../../store.ts'
import { listTimeToLight, type RouteWire, showRoute } from './contract.ts'
import { crossConnectParameters } from './parameters.ts'
import { routeOfHolds } from './stock.ts'
import { serviceCalled, timeToLight } from './store.ts'

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

const show = serve(showRoute, async ({ db, actor, params }) => {
  const service = await serviceCalled(db, params.service)
  if (!service || !sees(scopeOf(actor), service.organisationId)) return null
  if (service.product !== 'cross-connect') return refuse({ code: 'not-a-cross-connect', service: params.service })
  const holds = await claimsOfService(db, service.id)
  const cabling = await cablingOf(db, service.siteId)
  const route = routeOfHolds(cabling, holds, crossConnectParameters.parse(service.parameters))
  return route.ok ? ok(routeWire(params.service, route.value)) : route
})

const published = serve(listTimeToLight, async ({ db, query }) =>
  ok({ items: [...(await timeToLight(db, (await theSite(db)).id, query.months))] }),
)

export const crossConnectRoutes: readonly Served[] = [show, published]
