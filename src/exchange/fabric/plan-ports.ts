import type { Attachment, Lan } from '../model.ts'
import type { FoundPort, WishedPort } from '../ports.ts'

const isNearer = (a: Attachment, b: Attachment): boolean =>
  (a.state === 'off') === (b.state === 'off') ? a.generation > b.generation : a.state !== 'off'

/** One wish per port: that of the service that stands there now, else the last one that left it (its `off` has to reach the device). */
export const standing = (attachments: readonly Attachment[]): readonly Attachment[] => {
  const byPort = new Map<string, Attachment>()
  for (const next of attachments) {
    const other = byPort.get(next.portId)
    if (!other || isNearer(next, other)) byPort.set(next.portId, next)
  }
  return [...byPort.values()].toSorted((a, b) => a.portNumber - b.portNumber)
}

export const wishPort = (lan: Pick<Lan, 'vlan' | 'quarantineVlan'>, attachment: Attachment): WishedPort => ({
  number: attachment.portNumber,
  state: attachment.state,
  vlan: lan.vlan,
  quarantineVlan: lan.quarantineVlan,
  mac: attachment.mac,
  v4: attachment.v4,
  v6: attachment.v6,
  generation: attachment.generation,
})

/**
 * The ports to write: those that the device holds an older wish of, or none. What it holds of a newer generation stays: this
 * wish was read too early, and the next turn reads the newer one.
 */
export const planPorts = (wished: readonly WishedPort[], found: readonly FoundPort[]): readonly WishedPort[] => {
  const held = new Map(found.map((port) => [port.number, port]))
  return wished.filter((wish) => {
    const port = held.get(wish.number)
    // A port that the switch does not tell of was never told anything and has nothing plugged in.
    if (!port || port.generation === null || port.generation < wish.generation) return true
    return port.generation === wish.generation && port.state !== wish.state
  })
}

/**
 * Ports that a device keeps open for nobody: this database never gave them to anyone (it was restored from a copy). They are shut,
 * under the generation that they hold, so that the next wish wins over it. The unspecified addresses: a shut port uses none.
 */
export const strayPorts = (
  lan: Pick<Lan, 'vlan' | 'quarantineVlan'>,
  built: ReadonlySet<number>,
  wished: readonly WishedPort[],
  found: readonly FoundPort[],
): readonly WishedPort[] => {
  const known = new Set(wished.map(({ number }) => number))
  return found.flatMap(({ number, state, generation }) =>
    built.has(number) && !known.has(number) && state !== null && state !== 'off' && generation !== null
      ? [
          {
            number,
            state: 'off',
            vlan: lan.vlan,
            quarantineVlan: lan.quarantineVlan,
            mac: null,
            v4: '0.0.0.0',
            v6: '::',
            generation,
          },
        ]
      : [],
  )
}

/** The equipment's own address, where a port in quarantine shows exactly one and none was named before. */
export const learnedMacs = (
  attachments: readonly Attachment[],
  found: readonly FoundPort[],
): readonly { readonly attachment: Attachment; readonly mac: string }[] => {
  const held = new Map(found.map((port) => [port.number, port]))
  return attachments.flatMap((attachment) => {
    const port = held.get(attachment.portNumber)
    const [mac, ...others] = port?.macs ?? []
    const showsIt =
      attachment.state === 'quarantine' && port?.generation === attachment.generation && port.state === 'quarantine'
    return attachment.mac === null &&
      showsIt &&
      mac !== undefined &&
      others.length === 0 &&
      mac !== attachment.macLearned
      ? [{ attachment, mac }]
      : []
  })
}
