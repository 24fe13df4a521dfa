import type { WorkWire } from '#market/contract'
import type { Tongue } from '../language.tsx'
import { w } from './work-words.ts'

type Place = WorkWire['places'][number]

/** What is to be touched there: a panel's position, a device's port. */
export const atText = (place: Place, { t }: Pick<Tongue, 't'>): string | null =>
  place.panel !== null
    ? t(w.panelAt, { panel: place.panel, n: String(place.position ?? '') })
    : place.device === null
      ? null
      : place.port === null
        ? place.device
        : t(w.portAt, { device: place.device, n: String(place.port) })

export const placeText = (place: Place, { t }: Pick<Tongue, 't'>): string => {
  const at = atText(place, { t })
  return [t(w.place, place), at, place.unit_u === null ? null : t(w.atU, { u: place.unit_u })]
    .filter((one) => one !== null)
    .join(', ')
}
