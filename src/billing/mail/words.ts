import { type Language, longDay, words } from '#kernel'
import { money } from '../print/format.ts'

/** What a mail of an issued invoice or credit note names. */
export interface IssuedTold {
  readonly number: string
  readonly gross_cents: number
  /** null: a credit note has none. */
  readonly due_date: string | null
  /** The number of the invoice that a credit note repays from. */
  readonly preceding: string | null
  readonly seller: string
  readonly specimen: boolean
}

const mark = (v: IssuedTold): string => (v.specimen ? 'SPECIMEN, ' : '')
const amount = (v: IssuedTold, language: Language): string => money(v.gross_cents, language)
const due = (v: IssuedTold, language: Language): string => longDay(v.due_date ?? '', language)
const specimen = (v: IssuedTold, language: Language): string =>
  !v.specimen
    ? ''
    : language === 'fr'
      ? '\n\nSPECIMEN\u00A0: document du jumeau du site, rien n’est dû.'
      : '\n\nSPECIMEN: a document of the site’s twin, nothing is owed.'

export const issuedMailWords = words({
  'mail-invoice-subject': {
    fr: (v: IssuedTold) => `${mark(v)}Facture ${v.number}\u00A0: ${amount(v, 'fr')} TTC, échéance le ${due(v, 'fr')}`,
    en: (v: IssuedTold) => `${mark(v)}Invoice ${v.number}: ${amount(v, 'en')} with VAT, due on ${due(v, 'en')}`,
  },
  'mail-invoice-body': {
    fr: (v: IssuedTold) =>
      `Bonjour,\n\n${v.seller} a émis la facture ${v.number}\u00A0: ${amount(v, 'fr')} toutes taxes comprises, à payer au plus tard le ${due(v, 'fr')}. Elle est à lire et à télécharger en PDF dans le portail.${specimen(v, 'fr')}\n`,
    en: (v: IssuedTold) =>
      `Hello,\n\n${v.seller} has issued invoice ${v.number}: ${amount(v, 'en')} with VAT, to be paid by ${due(v, 'en')} at the latest. It can be read, and fetched as a PDF, in the portal.${specimen(v, 'en')}\n`,
  },
  'mail-credit-note-subject': {
    fr: (v: IssuedTold) => `${mark(v)}Avoir ${v.number}\u00A0: ${amount(v, 'fr')} TTC`,
    en: (v: IssuedTold) => `${mark(v)}Credit note ${v.number}: ${amount(v, 'en')} with VAT`,
  },
  'mail-credit-note-body': {
    fr: (v: IssuedTold) =>
      `Bonjour,\n\n${v.seller} a émis l’avoir ${v.number} sur la facture ${v.preceding ?? '–'}\u00A0: ${amount(v, 'fr')} toutes taxes comprises vous reviennent. Il est à lire et à télécharger en PDF dans le portail.${specimen(v, 'fr')}\n`,
    en: (v: IssuedTold) =>
      `Hello,\n\n${v.seller} has issued credit note ${v.number} on invoice ${v.preceding ?? '–'}: ${amount(v, 'en')} with VAT are repaid to you. It can be read, and fetched as a PDF, in the portal.${specimen(v, 'en')}\n`,
  },
})
