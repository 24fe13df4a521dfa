import type { Colour, Media, Panel } from '../model.ts'

export interface PlacedPanel extends Panel {
  readonly roomId: string
  /** In the meet-me room: where parties are patched together. */
  readonly inMeetMe: boolean
}

export interface Position {
  readonly panelId: string
  readonly position: number
}

/** A permanent cable: position `from.position + n` is joined to `to.position + n`, behind both panels. */
export interface Trunk {
  readonly id: string
  readonly handle: string
  readonly from: Position
  readonly to: Position
  readonly positions: number
  readonly media: Media
  readonly lengthM: number
  /** Along one strand. */
  readonly splices: number
  /** Of the worst strand, its two ends with it; null: not known. */
  readonly loss: { readonly db: number; readonly source: 'measured' | 'assumed' } | null
}

/** A cableway, by its points in metres from its beginning. A point is a rack, or a name where trays meet. */
export interface Tray {
  readonly handle: string
  readonly stops: readonly { readonly at: string; readonly m: number }[]
}

export interface Patching {
  /** Jumpers kept in the store, ascending; a longer one is made to the metre. */
  readonly lengthsM: readonly number[]
  /** Between the tray and a panel, at each end. */
  readonly dropM: number
  readonly slackM: number
  readonly colours: Readonly<Record<Media, Colour>>
}

export interface RackPlace {
  readonly handle: string
  readonly row: string
  readonly room: string
}

/** All that joins positions on one site, as the plant stands. What is held of it is another room's matter. */
export interface Cabling {
  readonly panels: ReadonlyMap<string, PlacedPanel>
  readonly racks: ReadonlyMap<string, RackPlace>
  readonly trunks: readonly Trunk[]
  readonly trays: readonly Tray[]
  readonly patching: Patching | null
}
