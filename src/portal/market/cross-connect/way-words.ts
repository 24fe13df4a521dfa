import { words } from '#kernel'

export const w = words({
  way: { fr: 'Le chemin, d’un bout à l’autre', en: 'The way, end to end' },
  jumper: {
    fr: (v: { colour: string }) => `Jarretière ${v.colour}`,
    en: (v: { colour: string }) => `${v.colour.charAt(0).toUpperCase()}${v.colour.slice(1)} jumper`,
  },
  trunk: {
    fr: (v: { pair: string }) => `Câble de tronc, paire ${v.pair}`,
    en: (v: { pair: string }) => `Trunk, pair ${v.pair}`,
  },
  madeToMeasure: { fr: 'faite sur mesure', en: 'made to measure' },
  labelled: {
    fr: (v: { from: string; to: string }) => `étiquettes «\u00a0${v.from}\u00a0» et «\u00a0${v.to}\u00a0»`,
    en: (v: { from: string; to: string }) => `labelled “${v.from}” and “${v.to}”`,
  },
  worstStrand: {
    fr: (v: { loss: string }) => `${v.loss} sur le brin le moins bon`,
    en: (v: { loss: string }) => `${v.loss} on its worst strand`,
  },
  lossUnknown: { fr: 'perte inconnue', en: 'loss unknown' },
  matedPairs: { fr: 'Connexions sur le chemin', en: 'Mated pairs on the way' },
  splices: { fr: 'Épissures', en: 'Splices' },
  limit: { fr: 'Perte d’un brin, au plus', en: 'Loss of one strand, at most' },
  at: { fr: (v: { nm: string }) => `à ${v.nm}`, en: (v: { nm: string }) => `at ${v.nm}` },
  timeToLight: { fr: 'Délai jusqu’à la lumière', en: 'Time to light' },
  timeToLightSays: {
    fr: 'Liaisons croisées, de la signature à la preuve\u00a0: médiane du mois, publiée pour tous.',
    en: 'Cross-connects, from the signature to the proof: median of the month, published for anybody.',
  },
  usual: {
    fr: (v: { d: string; site: string; month: string; n: number }) =>
      `Délai jusqu’à la lumière, médiane\u00a0: ${v.d}, dont site ${v.site} (${v.month}, ${v.n} ${v.n > 1 ? 'liaisons' : 'liaison'}).`,
    en: (v: { d: string; site: string; month: string; n: number }) =>
      `Time to light, median: ${v.d}, of which the site ${v.site} (${v.month}, ${v.n} ${v.n === 1 ? 'line' : 'lines'}).`,
  },
  noneYet: {
    fr: 'Aucune liaison livrée ces trois derniers mois.',
    en: 'No cross-connect was delivered in the last three months.',
  },
  nLines: {
    fr: (v: { n: number }) => `${v.n} ${v.n > 1 ? 'liaisons' : 'liaison'}`,
    en: (v: { n: number }) => `${v.n} ${v.n === 1 ? 'line' : 'lines'}`,
  },
  siteShare: { fr: (v: { d: string }) => `dont site ${v.d}`, en: (v: { d: string }) => `of which the site ${v.d}` },
})
