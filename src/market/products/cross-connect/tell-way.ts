import { cablingOf, isPosition } from '#fibre'
import type { Asking, Hold, Said } from '../../product.ts'
import type { CrossConnectParameters } from './parameters.ts'
import { endOf, routeOfHolds } from './stock.ts'

/**
 * Both ends on one panel that has trunks behind it: who looks at the panel expects a jumper of a metre, but its fronts take the parties’ own
 * plugs, so that the way is out over one pair and back over another.
 */
export const tellWay = async (
  { tx, site, parameters }: Pick<Asking<CrossConnectParameters>, 'tx' | 'site' | 'parameters'>,
  holds: readonly Hold[],
): Promise<readonly Said[]> => {
  const pairs = holds.filter(({ kind }) => kind === 'trunk-pair').map(({ label }) => label)
  if (pairs.length === 0) return []
  const cabling = await cablingOf(tx, site.id)
  const [a, z] = [endOf(cabling, holds, 'a'), endOf(cabling, holds, 'z')]
  if (!a || !z || !isPosition(a) || !isPosition(z) || a.panelId !== z.panelId) return []
  const route = routeOfHolds(cabling, holds, parameters)
  if (!route.ok) return []
  const panel = cabling.panels.get(a.panelId)?.handle
  return [{ code: 'way-over-trunks', panel, pairs, length_m: route.value.lengthM }]
}
