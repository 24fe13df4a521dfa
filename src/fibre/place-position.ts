import { ok, refuse, type Result } from '#kernel'
import type { Connector, Media, Panel, PositionPlace } from './model.ts'

/** Glass goes with optical connectors, copper with RJ45. */
const opticalConnectors: readonly Connector[] = ['LC-UPC', 'LC-APC', 'SC-APC']
export const fits = (connector: Connector, media: Media): boolean =>
  opticalConnectors.includes(connector) === (media !== 'cat6a')

/** The label of a position: two digits, three where the panel has a hundred or more, so that labels of one panel line up. */
export const labelOf = (panel: { readonly handle: string; readonly positions: number }, position: number): string =>
  `${panel.handle}/${String(position).padStart(panel.positions >= 100 ? 3 : 2, '0')}`

const LABEL = /^(?<panel>[A-Za-z0-9][A-Za-z0-9-]*)\/(?<position>[0-9]{1,3})$/

/** Reads what was scanned or typed: `M2-P04/7` and `M2-P04/07` name the same position. */
export const readLabel = (text: string): { readonly panel: string; readonly position: number } | null => {
  const groups = LABEL.exec(text.trim())?.groups
  const position = Number(groups?.['position'])
  return groups?.['panel'] && position >= 1 ? { panel: groups['panel'], position } : null
}

export type PlaceRefusal = {
  readonly code: 'no-such-position'
  readonly panel: string
  readonly position: number
  readonly positions: number
}

/** The place of one position, for a work order. Pure. */
export const placeOf = (panel: Panel, position: number): Result<PositionPlace, PlaceRefusal> =>
  Number.isInteger(position) && position >= 1 && position <= panel.positions
    ? ok({
        room: panel.roomName,
        row: panel.rowHandle,
        rack: panel.rackHandle,
        topU: panel.topU,
        panel: panel.handle,
        position,
        connector: panel.connector,
        media: panel.media,
        label: labelOf(panel, position),
      })
    : refuse({ code: 'no-such-position', panel: panel.handle, position, positions: panel.positions })
