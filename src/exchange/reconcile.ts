import type { Reconciler } from '#kernel'
import { fabricReconciler } from './fabric/reconcile.ts'
import { forgetReconciler } from './found/reconcile.ts'
import { observeReconciler, type Watch } from './observe/reconcile.ts'
import { routeServerReconciler } from './route-server/reconcile.ts'

export type ExchangeDevices = Watch

/**
 * One reconciler for each switch and route server that has an adapter, so that they act at the same time, and one that observes.
 * The maps go by the devices' handles. A device without an adapter is not in them: what it holds stays unknown. A process that
 * has nobody to ask does not observe: it would keep the turn from another one that has.
 */
export const exchangeReconcilers = (devices: ExchangeDevices): readonly Reconciler[] => [
  ...[...devices.fabrics].map(([handle, fabric]) => fabricReconciler(devices, handle, fabric)),
  ...[...devices.routeServers].map(([handle, server]) => routeServerReconciler(devices, handle, server)),
  forgetReconciler(devices),
  ...(hasDevices(devices) ? [observeReconciler(devices)] : []),
]

const hasDevices = ({ fabrics, routeServers, witnesses }: ExchangeDevices): boolean =>
  fabrics.size > 0 || routeServers.size > 0 || witnesses !== null
