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
  publicPage: { fr: 'Page publique', en: 'Public page' },
  measured: {
    fr: 'Ce qui est mesuré : le temps entre la signature de la commande et la preuve que la liaison croisée est prête, mesurée de bout en bout. « Dont site » : le même temps sans les attentes du client, de l’autre côté et des fournisseurs.',
    en: 'What is measured: the time from the signature of the order to the proof that the cross-connect is ready, measured end to end. “Of which the site”: the same time without the waits for the customer, for the other side and for suppliers.',
  },
  period: {
    fr: (v: { from: string; until: string }) => `Du ${v.from} au ${v.until}`,
    en: (v: { from: string; until: string }) => `From ${v.from} to ${v.until}`,
  },
  median: { fr: 'Médiane', en: 'Median' },
  eightOfTen: { fr: 'Huit sur dix entre', en: 'Eight of ten between' },
  extremes: { fr: 'La plus courte et la plus longue', en: 'The shortest and the longest' },
  range: {
    fr: (v: { from: string; to: string }) => `${v.from} et ${v.to}`,
    en: (v: { from: string; to: string }) => `${v.from} and ${v.to}`,
  },
  count: { fr: 'Liaisons livrées', en: 'Lines delivered' },
  byMonth: { fr: 'Mois par mois, médiane', en: 'Month by month, median' },
  noneInPeriod: {
    fr: 'Aucune liaison livrée dans cette période.',
    en: 'No cross-connect was delivered in this period.',
  },
  months: { fr: 'Période', en: 'Period' },
  'months-3': { fr: '3 mois', en: '3 months' },
  'months-12': { fr: '12 mois', en: '12 months' },
  'months-36': { fr: '36 mois', en: '36 months' },
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
