import { figure, words as vocabulary } from '#kernel'

export { mediaText, mediaWords } from './media-words.ts'

interface Of {
  readonly asked: string
  readonly label: string
  readonly from: string
  readonly to: string
  readonly point: string
  readonly tray: string
  readonly rack: string
  readonly units_u: number
  readonly length_m: number
  readonly most_m: number
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
  'not-overhead': {
    fr: (p: Of) => `Au-dessus de la baie ${p.rack} : au-delà de l’unité ${p.units_u}.`,
    en: (p: Of) => `Above rack ${p.rack}: beyond unit ${p.units_u}.`,
  },
  'media-differ': {
    fr: (p: Of) => `Le panneau ${p.panel} est en ${p.media}, il faut du ${p.asked}.`,
    en: (p: Of) => `Panel ${p.panel} is ${p.media}, ${p.asked} is needed.`,
  },
  'tray-point-alone': {
    fr: (p: Of) => `Le point « ${p.point} » du chemin ${p.tray} n’est ni une baie ni un point d’un autre chemin.`,
    en: (p: Of) => `The point “${p.point}” of tray ${p.tray} is neither a rack nor a point of another tray.`,
  },
  'copper-too-long': {
    fr: (p: Of) => `${figure(p.length_m, 'fr')}\u00a0m de cuivre : ${figure(p.most_m, 'fr')}\u00a0m au plus.`,
    en: (p: Of) => `${figure(p.length_m, 'en')}\u00a0m of copper: ${figure(p.most_m, 'en')}\u00a0m at most.`,
  },
  'no-patching': {
    fr: 'Le site ne dit ni ses jarretières ni ses couleurs : aucune route ne se calcule.',
    en: 'The site says nothing of its jumpers and colours: no route can be computed.',
  },
  'same-end': {
    fr: (p: Of) => `Les deux bouts sont la même position, ${p.label}.`,
    en: (p: Of) => `Both ends are the same position, ${p.label}.`,
  },
  'position-held': {
    fr: (p: Of) => `La position ${p.label} est prise.`,
    en: (p: Of) => `Position ${p.label} is held.`,
  },
  'no-route': {
    fr: (p: Of) => `Aucune route libre en ${p.media} de ${p.from} à ${p.to}.`,
    en: (p: Of) => `No free ${p.media} route from ${p.from} to ${p.to}.`,
  },
})
