import { words as vocabulary } from '#kernel'

interface Of {
  readonly panel: string
  readonly position: number
  readonly positions: number
  readonly connector: string
  readonly media: string
}

/** Refusals of this room, in both languages. */
export const words = vocabulary({
  'no-such-position': {
    fr: (p: Of) => `Le panneau ${p.panel} a ${p.positions} positions : pas de position ${p.position}.`,
    en: (p: Of) => `The panel ${p.panel} has ${p.positions} positions: no position ${p.position}.`,
  },
  'connector-and-media': {
    fr: (p: Of) => `Un connecteur ${p.connector} ne va pas sur un câble ${p.media}.`,
    en: (p: Of) => `A ${p.connector} connector does not go on a ${p.media} cable.`,
  },
})
