import { decibels, type Decibels } from '#units'
import type { Media } from '../model.ts'
import type { Route } from '../route/find-route.ts'

/*
 * The standards themselves are sold, not open. What stands here of TIA-568 is as the Fiber Optic Association's reference guide quotes it
 * (thefoa.org, "Loss budget"): it bounds each part, and gives 0.3 to 0.5 dB as what a good connection loses.
 */
/** One mated pair, at most (TIA-568: 0.75 dB). */
const MATED_PAIR_DB = 0.75
/** One splice, at most (TIA-568: 0.3 dB; a fusion splice is far below). */
const SPLICE_DB = 0.3

/** The wavelength that a media is measured at, and what a kilometre of it may take there. */
const figures = {
  // OS2 at 1310 nm: what the guide reckons with, and less than the 0.5 (outside) and 1.0 dB/km (inside) that TIA-568 would allow.
  os2: { wavelengthNm: 1310, dbPerKm: 0.4 },
  // 50 µm multimode at 850 nm, where its optics work: 3.5 dB/km at most (TIA-568; typical is 3).
  om4: { wavelengthNm: 850, dbPerKm: 3.5 },
} as const satisfies Partial<Record<Media, object>>
export type Glass = keyof typeof figures
export const isGlass = (media: Media): media is Glass => media !== 'cat6a'

export interface LossLimit {
  /** What one strand may lose from demarcation to demarcation, to the hundredth. */
  readonly limitDb: Decibels
  readonly wavelengthNm: number
  readonly matedPairs: number
  readonly splices: number
  readonly lengthM: number
}

/** The most that one strand of a route may lose: its sleeves, its splices and its length, each at the standard's worst. Pure. */
export const lossLimit = (
  media: Glass,
  { matedPairs, splices, lengthM }: Pick<Route, 'matedPairs' | 'splices' | 'lengthM'>,
): LossLimit => {
  const { wavelengthNm, dbPerKm } = figures[media]
  const db = matedPairs * MATED_PAIR_DB + splices * SPLICE_DB + (lengthM / 1000) * dbPerKm
  return { limitDb: decibels(Math.round(db * 100) / 100), wavelengthNm, matedPairs, splices, lengthM }
}

/** Copper: 90 m of installed cable, 100 m with its cords (the channel of TIA-568 and of ISO/IEC 11801). */
export const COPPER_LINK_M = 90
export const COPPER_CHANNEL_M = 100
