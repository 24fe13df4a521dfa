import { describe } from 'vitest'
import { fabricConformance } from '../exchange/fabric.conformance.ts'
import { routeServerConformance } from '../exchange/route-server.conformance.ts'
import { hindrance, makeStand, type Stand } from './testing/stand.ts'

/** The exchange's own promises, kept by the real daemons. */
const stands: Stand[] = []
const fresh = async (): Promise<Stand> => {
  const stand = await makeStand()
  stands.push(stand)
  return stand
}
const clear = async (): Promise<void> => {
  for (const stand of stands.splice(0)) await stand.close()
}
const wanted = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw new Error('the twin lacks a device of its site')
  return thing
}

describe.skipIf(hindrance !== null)('Open vSwitch 3.1', () => {
  fabricConformance(async () => wanted((await fresh()).twin.fabrics.get('sw1')), { clear })
})

describe.skipIf(hindrance !== null)('BIRD 2.0.12', () => {
  routeServerConformance(async () => wanted((await fresh()).twin.routeServers.get('rs1')), { clear })
})
