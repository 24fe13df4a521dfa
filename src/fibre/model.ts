/** What a panel's sleeves take, and the cable behind it. */
export const connectors = ['LC-UPC', 'LC-APC', 'SC-APC', 'RJ45'] as const
export type Connector = (typeof connectors)[number]
export const medias = ['os2', 'om4', 'cat6a'] as const
export type Media = (typeof medias)[number]
/** Colours of jumpers; each has its word. */
export const colours = ['yellow', 'aqua', 'violet', 'grey', 'blue', 'green', 'red', 'white', 'black'] as const
export type Colour = (typeof colours)[number]

export interface Panel {
  readonly id: string
  /** As engraved: M2-P04. */
  readonly handle: string
  readonly roomName: string
  readonly rackHandle: string
  readonly rowHandle: string
  readonly topU: number
  readonly connector: Connector
  readonly media: Media
  readonly positions: number
  readonly ownerId: string | null
}

/** Where a technician stands before one position of a panel: what a work order tells. */
export interface PositionPlace {
  readonly room: string
  readonly row: string
  readonly rack: string
  readonly topU: number
  readonly panel: string
  readonly position: number
  readonly connector: Connector
  readonly media: Media
  /** As on the label beside the sleeve: M2-P04/07. */
  readonly label: string
}
