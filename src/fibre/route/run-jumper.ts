import type { Cabling, Patching } from '../cabling/model.ts'
import type { Connector, Media } from '../model.ts'
import { trayDistances } from './tray-distance.ts'

/** One height unit (IEC 60297-3-100). */
const UNIT_MM = 44.45
/** From equipment at an unknown height to a panel of the same rack: the height of a rack, rounded up. */
const UNKNOWN_HEIGHT_MM = 2500
const MM = 1000

/** Where one end of a jumper is plugged: a sleeve of a panel, or equipment in a rack (at a height that nobody told us). */
export interface Spot {
  readonly rack: string
  readonly topU: number | null
  /** Null: equipment in a rack, reached from any room. */
  readonly roomId: string | null
  readonly connector: Connector
}

/** In millimetres, slack included; null where no tray leads, or between two panels of different rooms: that is a trunk's work. */
export type Run = (a: Spot, b: Spot) => number | null

/** How far jumpers run: within a rack, or up into the tray, along it and down again. Asked often: ways from a rack are kept. */
export const jumperRuns = ({ trays }: Pick<Cabling, 'trays'>, patching: Patching): Run => {
  const known = new Map<string, ReadonlyMap<string, number>>()
  const from = (rack: string): ReadonlyMap<string, number> => {
    const distances = known.get(rack) ?? trayDistances(trays, rack)
    known.set(rack, distances)
    return distances
  }
  return (a, b) => {
    if (a.roomId !== null && b.roomId !== null && a.roomId !== b.roomId) return null
    const slack = Math.round(patching.slackM * MM)
    if (a.rack === b.rack)
      return (
        slack +
        (a.topU === null || b.topU === null ? UNKNOWN_HEIGHT_MM : Math.round(Math.abs(a.topU - b.topU) * UNIT_MM))
      )
    const along = from(a.rack).get(b.rack)
    return along === undefined ? null : along + 2 * Math.round(patching.dropM * MM) + slack
  }
}

export interface Cut {
  readonly lengthM: number
  /** False: no jumper of the store is long enough, it is made to the metre. */
  readonly stocked: boolean
}

/** The jumper that is taken from the store for a run, or made where none is long enough. Pure. */
export const cutJumper = ({ lengthsM }: Pick<Patching, 'lengthsM'>, runMm: number): Cut => {
  const stocked = lengthsM.find((length) => length * MM >= runMm)
  return stocked === undefined
    ? { lengthM: Math.ceil(runMm / MM), stocked: false }
    : { lengthM: stocked, stocked: true }
}

/** The plug that equipment takes where nobody said otherwise. */
export const plugOf = (media: Media): Connector => (media === 'cat6a' ? 'RJ45' : 'LC-UPC')
