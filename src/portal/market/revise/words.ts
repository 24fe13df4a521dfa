import { words } from '#kernel'

interface Counted {
  readonly n: string
  readonly one: boolean
}

export const w = words({
  revise: { fr: 'Réviser le prix…', en: 'Revise the price…' },
  reviseTitle: { fr: 'Réviser le prix par l’indice', en: 'Revise the price by its index' },
  say: {
    fr: 'Dites la valeur publiée\u00A0: le nouveau prix, son premier jour et ce qui est déjà facturé paraissent ici avant tout.',
    en: 'Say the value as published: the new price, its first day and what is invoiced already appear here first.',
  },
  asking: { fr: 'Calcul du nouveau prix…', en: 'Computing the new price…' },
  value: { fr: 'Nouvelle valeur de l’indice', en: 'New value of the index' },
  on: { fr: 'Jour de la révision', en: 'Day of the revision' },
  published: { fr: 'Indice publié le', en: 'Index published on' },
  publishedHint: {
    fr: 'Demandé quand un prix a été convenu depuis.',
    en: 'Asked for where a price was agreed since.',
  },
  misread: { fr: 'Un nombre, comme 322,5', en: 'A number, such as 322.5' },
  index: { fr: 'Indice', en: 'Index' },
  from: {
    fr: (v: { day: string }) => `Par mois à partir du ${v.day}`,
    en: (v: { day: string }) => `Each month from ${v.day} on`,
  },
  stays: { fr: 'convenu depuis, inchangé', en: 'agreed since, unchanged' },
  difference: { fr: 'Écart par mois', en: 'Difference a month' },
  invoiced: { fr: 'Déjà facturé', en: 'Invoiced already' },
  nothingInvoiced: { fr: 'rien de ce qui change', en: 'nothing of what changes' },
  months: {
    fr: (v: Counted) => `${v.n} mois à l’ancien prix`,
    en: (v: Counted) => `${v.n} ${v.one ? 'month' : 'months'} at the old price`,
  },
  raise: { fr: 'Prochaine facture, hors taxes', en: 'Next invoice, without VAT' },
  credit: {
    fr: (v: { invoice: string }) => `Avoir sur ${v.invoice}, hors taxes`,
    en: (v: { invoice: string }) => `Credit note on ${v.invoice}, without VAT`,
  },
  notice: { fr: 'Le client', en: 'The customer' },
  letters: {
    fr: (v: Counted) => (v.one ? 'reçoit une lettre aussitôt' : `reçoit ${v.n} lettres aussitôt, une par signataire`),
    en: (v: Counted) => (v.one ? 'gets a letter at once' : `gets ${v.n} letters at once, one for each who signs`),
  },
  noLetters: {
    fr: 'n’a nommé personne à qui écrire\u00A0: le prévenir autrement',
    en: 'has named nobody to write to: tell it otherwise',
  },
  byContract: {
    fr: 'L’indice du contrat suffit\u00A0: aucun préavis à attendre.',
    en: 'The contract’s index is enough: no notice to wait for.',
  },
  noticeDays: {
    fr: (v: { n: string }) => `Une hausse attend le préavis du contrat, ${v.n} jours.`,
    en: (v: { n: string }) => `A raise waits for the contract’s notice, ${v.n} days.`,
  },
  doIt: { fr: 'Réviser', en: 'Revise' },
  unsaid: { fr: 'dites d’abord la valeur', en: 'say the value first' },
  unsaidPrice: { fr: 'dites d’abord le prix et son premier jour', en: 'say the price and its first day first' },
  refused: { fr: 'refusé', en: 'refused' },
  beyond: {
    fr: 'Valeur vérifiée\u00A0: plus de 25\u00A0% d’écart',
    en: 'The value is checked: more than 25% apart',
  },
  units: { fr: 'Prix à l’unité', en: 'Prices by the unit' },
  kwh: { fr: 'kWh', en: 'kWh' },
  'storage-day': { fr: 'jour de gardiennage', en: 'day of storage' },
  since: { fr: 'À partir du', en: 'From' },
  reviseUnit: { fr: 'Réviser le prix du kWh…', en: 'Revise the price of a kWh…' },
  reviseUnitTitle: { fr: 'Réviser le prix du kWh', en: 'Revise the price of a kWh' },
  sayUnit: {
    fr: 'Dites le prix et son premier jour\u00A0: ce qui change paraît ici avant tout.',
    en: 'Say the price and its first day: what changes appears here first.',
  },
  euros: { fr: 'Nouveau prix du kWh, hors taxes', en: 'New price of a kWh, without VAT' },
  eurosMisread: { fr: 'Un prix, comme 0,2185', en: 'A price, such as 0.2185' },
  firstDay: { fr: 'Premier jour au nouveau prix', en: 'First day at the new price' },
  before: { fr: 'Jusque-là', en: 'Until then' },
  none: { fr: 'aucun prix', en: 'no price' },
  earlierStays: {
    fr: 'Ce qui est compté avant ce jour garde son prix\u00A0: rien de facturé ne change.',
    en: 'What is counted before that day keeps its price: nothing that is invoiced changes.',
  },
})
