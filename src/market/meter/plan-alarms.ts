import type { Power } from '#telemetry'
import type { MeteredLoad } from './store.ts'

/** What is measured of one load that is sold. */
export interface Measured {
  readonly load: MeteredLoad
  readonly power: Power
  /** What one side alone may carry there by its breaker; null: not known. */
  readonly oneSideW: number | null
}

/** An alarm that has begun and not ended. */
export interface OpenAlarm {
  readonly id: string
  readonly claimId: string
  readonly serviceId: string
  readonly service: string
  readonly organisationId: string
  readonly limitW: number
  readonly peakW: number
}

export interface Peak {
  readonly w: number
  readonly at: number
}
export type AlarmStep =
  | { readonly does: 'raise'; readonly load: MeteredLoad; readonly limitW: number; readonly peak: Peak }
  | { readonly does: 'renew'; readonly alarm: OpenAlarm; readonly limitW: number; readonly peak: Peak }
  /** `load` and `peak` null: the place was given back. */
  | { readonly does: 'end'; readonly alarm: OpenAlarm; readonly load: MeteredLoad | null; readonly peak: Peak | null }

/**
 * What one side is there for: the commitment, which each side carries alone, and never more than its breaker. Drawn on both sides, more
 * than that trips or overloads the side that is left when the other one is lost.
 */
export const limitOf = ({ load, oneSideW }: Pick<Measured, 'load' | 'oneSideW'>): number =>
  oneSideW === null ? load.watts : Math.min(load.watts, oneSideW)

/** Raised once, renewed while it lasts, ended when the peak is known to be below, or when the place is given back. Pure. */
export const planAlarms = (measured: readonly Measured[], open: readonly OpenAlarm[]): readonly AlarmStep[] => {
  const of = new Map(open.map((alarm) => [alarm.claimId, alarm]))
  const held = new Set(measured.map(({ load }) => load.claimId))
  const steps = measured.flatMap((one): readonly AlarmStep[] => {
    const alarm = of.get(one.load.claimId)
    const { peakW, peakAt } = one.power
    if (peakW === null || peakAt === null) return []
    const limitW = limitOf(one)
    const peak = { w: peakW, at: peakAt }
    if (peakW <= limitW) return alarm ? [{ does: 'end', alarm, load: one.load, peak }] : []
    if (!alarm) return [{ does: 'raise', load: one.load, limitW, peak }]
    return alarm.peakW === peakW && alarm.limitW === limitW ? [] : [{ does: 'renew', alarm, limitW, peak }]
  })
  const gone = open
    .filter(({ claimId }) => !held.has(claimId))
    .map((alarm): AlarmStep => ({ does: 'end', alarm, load: null, peak: null }))
  return [...steps, ...gone]
}
