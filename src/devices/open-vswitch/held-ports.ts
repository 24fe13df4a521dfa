import { z } from 'zod'
import type { WishedPort } from '#exchange/ports'

/** How a wished port is written into the bridge (`external_ids`, key `port<N>`) and read back. */

export const keyOf = (port: number): string => `port${port}`

const held = z.object({
  number: z.int().min(1),
  state: z.enum(['off', 'quarantine', 'production', 'suspended']),
  vlan: z.int(),
  quarantineVlan: z.int(),
  mac: z.string().nullable(),
  v4: z.string(),
  v6: z.string(),
  generation: z.int().min(0),
})

export const writePort = (port: WishedPort): string =>
  JSON.stringify({
    number: port.number,
    state: port.state,
    vlan: port.vlan,
    quarantineVlan: port.quarantineVlan,
    mac: port.mac,
    v4: port.v4,
    v6: port.v6,
    generation: port.generation,
  })

/** A value that we did not write throws: what the device holds is never guessed. */
export const readPorts = (externalIds: ReadonlyMap<string, string | number>): readonly WishedPort[] =>
  [...externalIds].filter(([key]) => /^port\d+$/.test(key)).map(([, value]) => held.parse(JSON.parse(String(value))))

/**
 * What of a wish changes the device: an older generation than the one that it holds changes nothing, the same one only
 * where the flows that bear it are gone or another content was held under it.
 */
export const choosePorts = (
  wish: readonly WishedPort[],
  onDevice: readonly WishedPort[],
  applied: ReadonlyMap<number, number>,
): readonly WishedPort[] => {
  const known = new Map(onDevice.map((port) => [port.number, port]))
  return wish.filter((port) => {
    const now = known.get(port.number)
    if (now === undefined || port.generation > now.generation) return true
    if (port.generation < now.generation) return false
    return applied.get(port.number) !== port.generation || writePort(now) !== writePort(port)
  })
}
