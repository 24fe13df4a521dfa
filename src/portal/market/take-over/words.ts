import { words } from '#kernel'

interface Would {
  readonly day: string
  readonly price: string
  readonly billed: string
}
interface Days {
  readonly n: string
  readonly of: string
}

export const w = words({
  takenOver: { fr: 'Repris de l’ancien système', en: 'Taken over from the old system' },
  oldNumber: { fr: 'Ancien numéro', en: 'Old number' },
  since: { fr: 'Repris ici le', en: 'Taken over here on' },
  file: { fr: 'Déclaré par', en: 'Declared by' },
  fileLine: {
    fr: (v: { line: string }) => `ligne ${v.line}`,
    en: (v: { line: string }) => `line ${v.line}`,
  },
  readAgain: {
    fr: (v: { day: string }) => `relu le ${v.day}`,
    en: (v: { day: string }) => `read again on ${v.day}`,
  },
  invoicedUntil: { fr: 'Facturé là-bas jusqu’au (non compris)', en: 'Invoiced there until (not included)' },
  setupPaid: { fr: 'Mise en service facturée là-bas', en: 'Setup invoiced there' },
  yes: { fr: 'oui', en: 'yes' },
  no: { fr: 'non', en: 'no' },
  notice: { fr: 'Préavis', en: 'Notice' },
  noticeDays: { fr: (v: { n: string }) => `${v.n} jours`, en: (v: { n: string }) => `${v.n} days` },
  noticeOfContract: { fr: 'celui du contrat', en: 'the contract’s' },
  priceFrom: { fr: 'Prix en vigueur depuis le', en: 'Price holds since' },
  index: { fr: 'Indice', en: 'Index' },
  noIndex: { fr: 'aucun, le prix ne se révise pas', en: 'none, the price is not revised' },
  indexValue: {
    fr: (v: { value: string }) => `valeur ${v.value}`,
    en: (v: { value: string }) => `value ${v.value}`,
  },
  indexDay: {
    fr: (v: { day: string }) => `révisé chaque année le ${v.day}`,
    en: (v: { day: string }) => `revised each year on ${v.day}`,
  },
  orderReference: { fr: 'Bon de commande', en: 'Purchase order' },
  engagement: { fr: 'Numéro d’engagement', en: 'Engagement number' },
  attach: { fr: 'Attacher un contrat…', en: 'Attach a contract…' },
  attachTitle: { fr: 'Attacher un contrat au service importé', en: 'Attach a contract to the imported service' },
  attachSay: {
    fr: 'Dites l’article et le premier jour facturé\u00A0: ce qui serait facturé paraît ici avant tout.',
    en: 'Say the item and the first day that is billed: what would be billed appears here first.',
  },
  item: { fr: 'Article du tarif', en: 'Item of the price list' },
  choose: { fr: 'À choisir', en: 'To be chosen' },
  from: { fr: 'Premier jour facturé', en: 'First day billed' },
  price: { fr: 'Prix par mois convenu (vide\u00A0: celui du tarif)', en: 'Agreed price a month (empty: the list’s)' },
  priceMisread: { fr: 'Un montant en euros, comme 290,00.', en: 'An amount in euros, such as 290.00.' },
  would: {
    fr: (v: Would) => `Facturé à partir du ${v.day}\u00A0: ${v.price} par mois hors taxe, ${v.billed}.`,
    en: (v: Would) => `Billed from ${v.day} on: ${v.price} a month without VAT, ${v.billed}.`,
  },
  partMonth: {
    fr: (v: Days) => `Le premier mois compte ${v.n} jours sur ${v.of}.`,
    en: (v: Days) => `The first month counts ${v.n} of ${v.of} days.`,
  },
  noTerm: {
    fr: 'Rien n’est facturé avant ce jour. Aucune durée n’est engagée\u00A0; le reste est le contrat de l’organisation.',
    en: 'Nothing is billed before that day. No term is agreed; the rest is the contract of the organisation.',
  },
  advance: { fr: 'à échoir', en: 'in advance' },
  arrears: { fr: 'à terme échu', en: 'in arrears' },
  attachDo: { fr: 'Attacher', en: 'Attach' },
})
