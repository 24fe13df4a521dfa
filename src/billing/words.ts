import { longDay, words as vocabulary } from '#kernel'
import { issuedMailWords } from './mail/words.ts'

const MISSING = {
  siret: { fr: 'le SIRET', en: 'the SIRET' },
  'service-code': { fr: 'le code service', en: 'the service code' },
  'engagement-number': { fr: 'le numéro d’engagement', en: 'the engagement number' },
} as const
type Missing = readonly string[]
const isNamed = (one: string): one is keyof typeof MISSING => Object.hasOwn(MISSING, one)
const missingIn = (language: 'fr' | 'en', missing: Missing): string =>
  missing.map((one) => (isNamed(one) ? MISSING[one][language] : one)).join(language === 'fr' ? ' et ' : ' and ')

interface Unknown {
  readonly service: string
  readonly feeds: readonly string[]
  readonly first_day: string
  readonly last_day: string
}

/** Every refusal, warning and label of this room, in both languages. */
export const words = vocabulary({
  ...issuedMailWords,
  // Why billing says no.
  'site-unknown': {
    fr: (v: { site?: string }) => `Aucun site ne porte le code ${v.site ?? '–'}.`,
    en: (v: { site?: string }) => `No site has the code ${v.site ?? '–'}.`,
  },
  'run-open': {
    fr: (v: { month: string }) =>
      `Une facturation préparée attend encore, celle de ${v.month} : l’approuver ou l’abandonner d’abord.`,
    en: (v: { month: string }) => `A prepared run is still open, that of ${v.month}: approve or discard it first.`,
  },
  'month-too-far': {
    fr: (v: { month: string; last: string }) =>
      `Le mois ${v.month} est trop loin : on facture au plus tard ${v.last}, le mois qui vient.`,
    en: (v: { month: string; last: string }) =>
      `The month ${v.month} is too far ahead: ${v.last}, the coming month, is the last that can be billed.`,
  },
  'run-not-open': {
    fr: (v: { state: string }) =>
      v.state === 'approved' ? 'Cette facturation est déjà approuvée.' : 'Cette facturation a été abandonnée.',
    en: (v: { state: string }) =>
      v.state === 'approved' ? 'This run is approved already.' : 'This run has been discarded.',
  },
  'run-outdated': {
    fr: (v: { changed: number }) =>
      `Des services ont changé depuis la préparation (${v.changed} ${v.changed > 1 ? 'factures touchées' : 'facture touchée'}) : préparer de nouveau, puis vérifier.`,
    en: (v: { changed: number }) =>
      `Services have changed since the run was prepared (${v.changed} ${v.changed > 1 ? 'invoices' : 'invoice'} affected): prepare it again, then check.`,
  },
  'approval-needs-a-person': {
    fr: 'Une facture est approuvée par une personne, jamais par le système.',
    en: 'An invoice is approved by a person, never by the system.',
  },
  'engagement-unsaid': {
    fr: (v: { organisation: string; missing: Missing }) =>
      `${v.organisation} est un organisme public : il manque ${missingIn('fr', v.missing)}.`,
    en: (v: { organisation: string; missing: Missing }) =>
      `${v.organisation} is a public body: ${missingIn('en', v.missing)} ${v.missing.length > 1 ? 'are' : 'is'} missing.`,
  },
  'vat-territory-by-hand': {
    fr: (v: { country: string }) =>
      `La TVA de «\u00A0${v.country}\u00A0» (outre-mer, ou pas un pays) n’est pas décidée par le système : l’établir avec le comptable.`,
    en: (v: { country: string }) =>
      `The VAT of “${v.country}” (French overseas, or no country) is not decided by the system: settle it with the accountant.`,
  },
  'numbering-unlike-ours': {
    fr: (v: { last: string }) =>
      `« ${v.last} » n’est pas de la forme F-AAAA-N ou A-AAAA-N : nos numéros forment alors une série à part, qui commence à 1.`,
    en: (v: { last: string }) =>
      `“${v.last}” is not of the form F-YYYY-N or A-YYYY-N: our numbers are a series of their own then, from 1 on.`,
  },
  'numbering-other-year': {
    fr: (v: { last: string; year: string }) => `« ${v.last} » n’est pas de ${v.year} : chaque année a sa série.`,
    en: (v: { last: string; year: string }) => `“${v.last}” is not of ${v.year}: each year has its series.`,
  },
  'numbering-issued': {
    fr: (v: { series: string; last: number }) =>
      `La série ${v.series} a déjà émis le numéro ${v.last} ici : elle continue d’elle-même.`,
    en: (v: { series: string; last: number }) =>
      `The series ${v.series} has issued number ${v.last} here already: it goes on by itself.`,
  },
  'numbering-taken-over': { fr: 'Numérotation reprise', en: 'Numbering taken over' },
  'invoice-not-issued': {
    fr: 'Cette facture n’est pas émise : abandonner la facturation suffit.',
    en: 'This invoice is not issued: discarding the run is enough.',
  },
  'nothing-to-repay': {
    fr: 'Aucun jour facturé ne dépasse la fin légale d’un service : il n’y a rien à rembourser.',
    en: 'No day was billed past the legal end of a service: there is nothing to repay.',
  },
  'iban-wrong': {
    fr: (v: { iban: string }) => `L’IBAN ${v.iban} est faux : ses chiffres de contrôle ne correspondent pas.`,
    en: (v: { iban: string }) => `The IBAN ${v.iban} is wrong: its check digits do not agree.`,
  },
  // What looks wrong with a prepared invoice; none of these stops it.
  'seller-account-missing': {
    fr: 'Le vendeur n’a pas d’IBAN : la facture ne dit pas où payer.',
    en: 'The seller has no IBAN: the invoice does not say where to pay.',
  },
  'seller-vat-missing': {
    fr: 'Le vendeur n’a pas de numéro de TVA, que la loi exige sur la facture.',
    en: 'The seller has no VAT number, which the law requires on an invoice.',
  },
  'seller-register-missing': {
    fr: 'La forme juridique ou l’immatriculation du vendeur manque.',
    en: 'The seller’s legal form or register entry is missing.',
  },
  'siret-missing': {
    fr: 'Le SIRET du client manque : la facture électronique en a besoin.',
    en: 'The customer’s SIRET is missing: electronic invoicing needs it.',
  },
  'address-missing': { fr: 'L’adresse du client manque.', en: 'The customer’s address is missing.' },
  'invoice-mail-missing': {
    fr: 'Aucune adresse de facturation : la facture est à remettre autrement.',
    en: 'No billing address for mail: the invoice must be handed over otherwise.',
  },
  'vat-number-doubtful': {
    fr: (v: { vat_number: string }) =>
      `Le numéro de TVA ${v.vat_number} n’a pas la forme de son pays : la TVA française est comptée.`,
    en: (v: { vat_number: string }) =>
      `The VAT number ${v.vat_number} does not have its country’s form: French VAT is charged.`,
  },
  'buyer-ended': {
    fr: 'Cette organisation n’est plus cliente.',
    en: 'This organisation is no longer a customer.',
  },
  'first-invoice': { fr: 'Première facture de ce client.', en: 'This customer’s first invoice.' },
  'usage-unknown': {
    fr: (v: Unknown) =>
      `${v.service} : aucune consommation facturée du ${longDay(v.first_day, 'fr')} au ${longDay(v.last_day, 'fr')}, faute de relevés de ${v.feeds.join(', ')}.`,
    en: (v: Unknown) =>
      `${v.service}: no use is billed from ${longDay(v.first_day, 'en')} to ${longDay(v.last_day, 'en')}, for want of readings of ${v.feeds.join(', ')}.`,
  },
  'large-change': {
    fr: (v: { percent: number }) => `Le montant change de ${v.percent} % par rapport à la dernière facturation.`,
    en: (v: { percent: number }) => `The amount differs by ${v.percent}% from the last run.`,
  },
  // What stands on the paper.
  'rack-space': { fr: 'Hébergement et puissance souscrite', en: 'Rack space and committed power' },
  'rack-quarter': { fr: 'Quart de baie et puissance souscrite', en: 'Quarter rack and committed power' },
  'rack-half': { fr: 'Demi-baie et puissance souscrite', en: 'Half rack and committed power' },
  'rack-full': { fr: 'Baie entière et puissance souscrite', en: 'Full rack and committed power' },
  'rack-u': { fr: 'Unités en baie partagée et puissance souscrite', en: 'Units of a shared rack and committed power' },
  // Parts of one price, each with its own amount.
  'part-rack-quarter': { fr: 'Quart de baie', en: 'Quarter rack' },
  'part-rack-half': { fr: 'Demi-baie', en: 'Half rack' },
  'part-rack-full': { fr: 'Baie entière', en: 'Full rack' },
  'part-rack-u': { fr: 'Unités en baie partagée', en: 'Units of a shared rack' },
  'part-kw-committed': { fr: 'Puissance souscrite', en: 'Committed power' },
  'part-option-quarter': { fr: 'Option sur le quart de baie voisin', en: 'Option on the next quarter rack' },
  'part-option-half': { fr: 'Option sur la demi-baie voisine', en: 'Option on the next half rack' },
  'part-option-full': { fr: 'Option sur la baie voisine', en: 'Option on the next rack' },
  'parts-a-month': {
    fr: (v: { parts: string }) => `par mois : ${v.parts}`,
    en: (v: { parts: string }) => `a month: ${v.parts}`,
  },
  'exchange-port': { fr: 'Port d’échange', en: 'Exchange port' },
  'port-1g': { fr: 'Port d’échange 1 Gbit/s', en: 'Exchange port 1 Gbit/s' },
  'port-10g': { fr: 'Port d’échange 10 Gbit/s', en: 'Exchange port 10 Gbit/s' },
  'port-100g': { fr: 'Port d’échange 100 Gbit/s', en: 'Exchange port 100 Gbit/s' },
  rent: { fr: (v: { item: string }) => v.item, en: (v: { item: string }) => v.item },
  setup: {
    fr: (v: { item: string }) => `${v.item}, mise en service`,
    en: (v: { item: string }) => `${v.item}, setup`,
  },
  usage: {
    fr: (v: { item: string }) => `${v.item}, énergie mesurée`,
    en: (v: { item: string }) => `${v.item}, energy measured`,
  },
  'usage-estimated': {
    fr: (v: { item: string }) => `${v.item}, énergie, index estimé`,
    en: (v: { item: string }) => `${v.item}, energy, counter estimated`,
  },
  kwh: { fr: (v: { kwh: string }) => `${v.kwh} kWh`, en: (v: { kwh: string }) => `${v.kwh} kWh` },
  'meter-ends': {
    fr: (v: { side: string; first: string; last: string; resets: number }) =>
      `compteur ${v.side} : ${v.first} à ${v.last} kWh${v.resets > 0 ? `, remis à zéro ${v.resets} fois` : ''}`,
    en: (v: { side: string; first: string; last: string; resets: number }) =>
      `meter ${v.side}: ${v.first} to ${v.last} kWh${v.resets > 0 ? `, set to zero ${v.resets} times` : ''}`,
  },
  'early-end': {
    fr: (v: { item: string }) => `${v.item}, fin avant le terme`,
    en: (v: { item: string }) => `${v.item}, end before the term`,
  },
  storage: {
    fr: (v: { days: number; price: string }) =>
      `Frais de gardiennage, matériel resté en place\u00A0: ${v.days} ${v.days > 1 ? 'jours' : 'jour'} × ${v.price}`,
    en: (v: { days: number; price: string }) =>
      `Storage fee, gear that stayed: ${v.days} ${v.days > 1 ? 'days' : 'day'} × ${v.price}`,
  },
  difference: {
    fr: (v: { item: string }) => `${v.item}, complément de prix`,
    en: (v: { item: string }) => `${v.item}, price difference`,
  },
  reduced: {
    fr: (v: { name: string }) => `${v.name}\u00A0: baisse de prix`,
    en: (v: { name: string }) => `${v.name}: lower price`,
  },
  repaid: {
    fr: (v: { name: string }) => `${v.name} : remboursement`,
    en: (v: { name: string }) => `${v.name}: repayment`,
  },
  'recovery-fee': {
    fr: 'Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 € (C. com. art. L441-10 et D441-5).',
    en: 'Fixed compensation for recovery costs in case of late payment: €40 (C. com. art. L441-10 and D441-5).',
  },
  'late-penalty': {
    fr: 'Tout retard de paiement donne lieu, sans rappel, à des pénalités au taux de refinancement de la BCE majoré de 10 points (C. com. art. L441-10).',
    en: 'Late payment bears interest, without reminder, at the ECB’s refinancing rate plus 10 points (C. com. art. L441-10).',
  },
  'recovery-fee-public': {
    fr: 'Indemnité forfaitaire pour frais de recouvrement en cas de retard : 40 € (CCP art. D2192-35).',
    en: 'Fixed compensation for recovery costs in case of late payment: €40 (CCP art. D2192-35).',
  },
  'late-penalty-public': {
    fr: 'Tout retard de paiement donne lieu, de plein droit, à des intérêts au taux de refinancement de la BCE majoré de 8 points (CCP art. R2192-31).',
    en: 'Late payment bears interest by law at the ECB’s refinancing rate plus 8 points (CCP art. R2192-31).',
  },
  'no-discount': {
    fr: 'Pas d’escompte pour paiement anticipé.',
    en: 'No discount for early payment.',
  },
  nature: { fr: 'Nature de l’opération : prestation de services.', en: 'Nature of the supply: services.' },
  'reverse-charge': {
    fr: 'Autoliquidation : TVA due par le preneur (directive 2006/112/CE art. 44 et 196, CGI art. 283-2).',
    en: 'Reverse charge: VAT is due by the customer (directive 2006/112/EC art. 44 and 196).',
  },
  'outside-scope': {
    fr: 'TVA non applicable : preneur établi hors de l’Union européenne (CGI art. 259-1°).',
    en: 'Outside the scope of French VAT: the customer is established outside the European Union (CGI art. 259-1°).',
  },
  'seller-vat': {
    fr: (v: { vat_number: string }) => `Numéro de TVA du vendeur : ${v.vat_number}.`,
    en: (v: { vat_number: string }) => `VAT number of the seller: ${v.vat_number}.`,
  },
  invoice: { fr: 'Facture', en: 'Invoice' },
  'credit-note': { fr: 'Avoir', en: 'Credit note' },
  'not-issued': { fr: 'projet, non émis', en: 'draft, not issued' },
  'issued-on': { fr: 'Émise le', en: 'Issued on' },
  'credit-issued-on': { fr: 'Émis le', en: 'Issued on' },
  'due-on': { fr: 'À payer le', en: 'Due on' },
  period: { fr: 'Période', en: 'Period' },
  'repays-from': { fr: 'Sur la facture', en: 'On invoice' },
  buyer: { fr: 'Client', en: 'Customer' },
  'service-code': { fr: 'Code service', en: 'Service code' },
  engagement: { fr: 'N° d’engagement', en: 'Engagement no.' },
  'your-reference': { fr: 'Votre référence', en: 'Your reference' },
  'line-reference': {
    fr: (v: { reference: string }) => `réf. ${v.reference}`,
    en: (v: { reference: string }) => `ref. ${v.reference}`,
  },
  'our-order': { fr: 'Commande', en: 'Order' },
  service: { fr: 'Service', en: 'Service' },
  quantity: { fr: 'Quantité', en: 'Quantity' },
  price: { fr: 'Prix unitaire', en: 'Unit price' },
  net: { fr: 'Montant HT', en: 'Net amount' },
  'of-month': {
    fr: (v: { days: number; of: number }) => `${v.days} j sur ${v.of}`,
    en: (v: { days: number; of: number }) => `${v.days} of ${v.of} d`,
  },
  days: {
    fr: (v: { days: number }) => `${v.days}\u00A0j`,
    en: (v: { days: number }) => `${v.days}\u00A0d`,
  },
  'one-month': { fr: '1 mois', en: '1 month' },
  'vat-rate': { fr: 'TVA', en: 'VAT' },
  'vat-base': { fr: 'Base HT', en: 'Net' },
  'vat-amount': { fr: 'Montant de TVA', en: 'VAT amount' },
  'total-net': { fr: 'Total HT', en: 'Total net' },
  'total-vat': { fr: 'Total TVA', en: 'Total VAT' },
  'total-gross': { fr: 'À payer, TTC', en: 'Amount due' },
  'total-repaid': { fr: 'À rembourser, TTC', en: 'Amount repaid' },
  payment: { fr: 'Paiement', en: 'Payment' },
  'by-transfer': {
    fr: (v: { number: string; days: number }) => `Par virement sous ${v.days} jours, avec la référence ${v.number}.`,
    en: (v: { number: string; days: number }) => `By transfer within ${v.days} days, quoting ${v.number}.`,
  },
  'no-account': {
    fr: 'Coordonnées bancaires sur demande.',
    en: 'Bank details on request.',
  },
  page: {
    fr: (v: { page: number; pages: number }) => `page ${v.page} sur ${v.pages}`,
    en: (v: { page: number; pages: number }) => `page ${v.page} of ${v.pages}`,
  },
  specimen: { fr: 'SPECIMEN', en: 'SPECIMEN' },
  'specimen-why': {
    fr: 'Document du jumeau du site : rien n’est dû.',
    en: 'Document of the site’s twin: nothing is owed.',
  },
})
