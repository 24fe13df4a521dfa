import type { OpenFlow } from './openflow.ts'
import { answersProbe, arpProbe, neighbourSolicitation } from './probe-frames.ts'
import { PROBE_MARK, probeMac } from './render-flows.ts'

const TRIES = 5
const BETWEEN_TRIES_MS = 100

export interface Probe {
  readonly port: number
  readonly switchNumber: number
  readonly target: { readonly v4: string; readonly v6: string }
}

/**
 * Puts an ARP request and a neighbour solicitation in at the port (packet-out, `in_port` = the port, through the tables) and
 * waits for their answers. The flow that sends an answer out of this port also sends a copy here, so an answer that
 * comes proves the way in, the responder, and the way out.
 */
export const probePort = (board: OpenFlow, probe: Probe): Promise<{ readonly v4: boolean; readonly v6: boolean }> => {
  const sender = probeMac(probe.switchNumber, probe.port)
  const frames = { 4: arpProbe(sender, probe.target.v4), 6: neighbourSolicitation(sender, probe.target.v6) } as const
  const answered = { 4: false, 6: false }
  return new Promise((resolve) => {
    let tries = 0
    const end = (): void => {
      clearInterval(timer)
      stop()
      resolve({ v4: answered[4], v6: answered[6] })
    }
    const stop = board.listen((frame) => {
      const family = answersProbe(frame, sender, probe.target)
      if (family !== null) answered[family] = true
      if (answered[4] && answered[6]) end()
    })
    const ask = (): void => {
      if (tries++ === TRIES) return end()
      for (const family of [4, 6] as const) if (!answered[family]) board.putIn(probe.port, PROBE_MARK, frames[family])
    }
    const timer = setInterval(ask, BETWEEN_TRIES_MS)
    ask()
  })
}
