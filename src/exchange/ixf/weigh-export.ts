import { type Refusal, type Result, ok, refuse } from '#kernel'
import { listIn, objectIn } from './read-value.ts'

/**
 * What one file may hold. The largest exchanges have some two thousand connections, a few dozen places and LANs; exchanges and LANs are
 * compared with each other and with every connection, so that a small file of nothing else would keep the server busy for hours.
 */
const MOST = { exchanges: 100, lans: 500, connections: 5000, addresses: 20_000 }

const TOLD: readonly (readonly [keyof typeof MOST, string])[] = [
  ['exchanges', 'ixf-too-many-exchanges'],
  ['lans', 'ixf-too-many-lans'],
  ['connections', 'ixf-too-many'],
  ['addresses', 'ixf-too-many-addresses'],
]

/** Counts what a member export holds, before anything of it is read: none more than one import takes. Pure. */
export const weighExport = (exchanges: readonly unknown[], members: readonly unknown[]): Result<null, Refusal> => {
  const named = exchanges.reduce<number>((sum, each) => sum + listIn(objectIn(each)['vlan']).length, 0)
  const vlans = new Set<unknown>()
  let [connections, addresses] = [0, 0]
  for (const member of members) {
    const list = listIn(objectIn(member)['connection_list'])
    connections += Math.max(1, list.length)
    for (const connection of list) {
      const on = listIn(objectIn(connection)['vlan_list'])
      addresses += on.length
      for (const each of on) vlans.add(objectIn(each)['vlan_id'])
    }
  }
  const found = { exchanges: exchanges.length, lans: named + vlans.size, connections, addresses }
  for (const [what, code] of TOLD)
    if (found[what] > MOST[what]) return refuse({ code, found: found[what], most: MOST[what] })
  return ok(null)
}
