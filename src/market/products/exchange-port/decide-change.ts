import { type Refusal, type Result, ok, refuse } from '#kernel'
import type { ExchangePortParameters } from './parameters.ts'

/** What becomes of a port in service: another port of the fabric, other equipment behind it, other filters. */
export interface PortChange {
  readonly port: boolean
  readonly mac: boolean
  readonly steps: readonly string[]
}

/**
 * The AS and the addresses are what others know the member by: they stay for the life of the service. Another port is tried in
 * quarantine, other equipment proved there, as at first; filters change on the open port.
 */
export const decideChange = (
  from: ExchangePortParameters,
  to: ExchangePortParameters,
  macNow: string | null,
): Result<PortChange, Refusal> => {
  for (const field of ['asn', 'v4', 'v6'] as const)
    if (from[field] !== to[field]) return refuse({ code: 'change-not-sold', field })
  const port = from.speed !== to.speed
  const mac = to.mac !== undefined && to.mac !== macNow
  return ok({
    port,
    mac,
    steps: [
      ...(port ? ['new-patch'] : []),
      'switch-over',
      ...(port ? ['test-again'] : []),
      ...(mac ? ['quarantine-again'] : []),
      ...(port || mac ? ['open-again'] : []),
      'live-again',
      ...(port ? ['old-unpatch'] : []),
    ],
  })
}
