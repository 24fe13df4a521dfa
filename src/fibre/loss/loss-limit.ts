import { decibels, type Decibels } from '#units'
import type { Media } from '../model.ts'
import type { Route } from '../route/find-route.ts'

/** One mated pair, at most (TIA-568.3-D § 5, ISO/IEC 11801-1; typical is 0.3). */
const MATED_PAIR_DB = 0.75
/** One splice, at most (TIA-568.3-D § 5.4). */
const SPLICE_DB = 0.3

/** The wavelength that a media is measured at, and what a kilometre of it may take there. */
const figures = {
  // Cabled OS2: 0.4 dB/km at 1310 and at 1550 nm (ISO/IEC 11801-1, OS2).
  os2: { wavelengthNm: 1310, dbPerKm: 0.4 },
  // OM4: 3.5 dB/km at 850 nm, where multimode optics work (ISO/IEC 11801-1).
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

/** Copper, class E_A: 90 m of installed cable, 100 m with its cords (ISO/IEC 11801-1 § 6). */
export const COPPER_LINK_M = 90
export const COPPER_CHANNEL_M = 100
