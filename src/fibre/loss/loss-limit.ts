import { decibels, type Decibels } from '#units'
import type { Media } from '../model.ts'
import type { Route } from '../route/find-route.ts'

/*
 * The standards themselves are sold, not open; what stands here is as others quote them. TIA-568 by the Fiber Optic Association's reference
 * guide (thefoa.org, "Loss budget"), which gives 0.3 to 0.5 dB as what a good connection loses; ISO/IEC 11801-1 by VTI's notes on its
 * Australian edition (vti.net.au, "Fibre categories under AS/NZS 11801.1").
 */
/** One mated pair, at most (TIA-568: 0.75 dB). */
const MATED_PAIR_DB = 0.75
/** One splice, at most (TIA-568: 0.3 dB; a fusion splice is far below). */
const SPLICE_DB = 0.3

/** The wavelength that a media is measured at, and what a kilometre of it may take there. */
const figures = {
  // OS2 at 1310 nm: the most that ISO/IEC 11801-1 lets a cable of this class take. TIA-568 would allow 0.5 outside and 1.0 dB/km inside.
  os2: { wavelengthNm: 1310, dbPerKm: 0.4 },
  // OM4 at 850 nm, where its optics work: 3.5 dB/km at most (TIA-568 and ISO/IEC 11801-1; typical is 3).
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
