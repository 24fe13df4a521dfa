import type { Series } from '#telemetry'
import type { MicroEuros } from '#units'

/** One counter that counts for a service, over the time in which its place was the service's (`MeterSpan`). Instants in seconds since 1970. */
export interface ServiceMeter {
  readonly meterId: string
  readonly feed: string
  readonly side: 'A' | 'B'
  readonly from: number
  /** Null: it still is. */
  readonly until: number | null
  readonly series: Series
  /** Where the last bill of it ended. */
  readonly billed: Billed | null
}

export interface Billed {
  /** The first day that was not billed then. */
  readonly day: string
  readonly lastWh: number
  /** Since when, at least, the counter had counted on without being set anew. */
  readonly epochAt: number
  /** The reading from which it was taken; absent: not kept then. */
  readonly readAt?: number
}

export interface UsagePrice {
  readonly from: string
  readonly microEuros: MicroEuros
}

/** What a unit costs from which day on. */
export interface UnitPrices {
  /** Agreed for this service alone: goes before the list from its first day on. In the order of their days, like the list. */
  readonly agreed: readonly UsagePrice[]
  readonly list: readonly UsagePrice[]
}

export interface ServiceUsage extends UnitPrices {
  readonly meters: readonly ServiceMeter[]
}

/** What one counter said at both ends of what a line bills. */
export interface MeteredEnds {
  readonly meterId: string
  readonly feed: string
  readonly side: 'A' | 'B'
  readonly firstWh: number
  readonly lastWh: number
  readonly resets: number
  readonly epochAt: number
  readonly readAt: number
  readonly wh: number
  readonly estimated: boolean
}

/** Feeds of a service that do not say all of these days; `until` is not counted. */
export interface UnknownUsage {
  readonly feeds: readonly string[]
  readonly from: string
  readonly until: string
}
