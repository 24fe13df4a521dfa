import { figure, type Language, longDay, words } from '#kernel'
import { sayPrice } from '../../say-price.ts'

/** What a letter of a revision names. */
export interface RevisedTold {
  readonly service: string
  readonly index: string
  readonly index_before: number
  readonly index_value: number
  readonly from: string
  readonly before_micro_euros: number
  readonly monthly_micro_euros: number
  /** The day of revision is not ahead: days of it may have been invoiced at the old price. */
  readonly begun: boolean
}

/** An index is published with as many decimals as its maker likes. */
const INDEX_DIGITS = 6
const index = (value: number, language: Language): string => figure(value, language, INDEX_DIGITS)

/** What a revision is refused for by its figures. */
export const revisedBeyondWords = words({
  'revised-beyond': {
    fr: (v: Omit<RevisedTold, 'service' | 'from' | 'begun'>) =>
      `L’indice ${v.index} passerait de ${index(v.index_before, 'fr')} à ${index(v.index_value, 'fr')}, soit plus de 25\u00A0%, et le prix de ${sayPrice(v.before_micro_euros, 'fr')} à ${sayPrice(v.monthly_micro_euros, 'fr')} par mois\u00A0: vérifier la valeur, puis confirmer.`,
    en: (v: Omit<RevisedTold, 'service' | 'from' | 'begun'>) =>
      `The index ${v.index} would go from ${index(v.index_before, 'en')} to ${index(v.index_value, 'en')}, by more than 25%, and the price from ${sayPrice(v.before_micro_euros, 'en')} to ${sayPrice(v.monthly_micro_euros, 'en')} a month: check the value, then confirm.`,
  },
})

/** What is written to the customer when the price follows its index. */
export const revisedMailWords = words({
  'mail-revised-subject': {
    fr: (v: RevisedTold) =>
      `${v.service}\u00A0: ${sayPrice(v.monthly_micro_euros, 'fr')} par mois à partir du ${longDay(v.from, 'fr')}`,
    en: (v: RevisedTold) =>
      `${v.service}: ${sayPrice(v.monthly_micro_euros, 'en')} a month from ${longDay(v.from, 'en')} on`,
  },
  'mail-revised-body': {
    fr: (v: RevisedTold) =>
      `Bonjour,\n\nLe prix du service ${v.service} suit l’indice ${v.index}, comme convenu\u00A0: de ${index(v.index_before, 'fr')} à ${index(v.index_value, 'fr')}. À partir du ${longDay(v.from, 'fr')} il est de ${sayPrice(v.monthly_micro_euros, 'fr')} par mois hors taxes, au lieu de ${sayPrice(v.before_micro_euros, 'fr')}.${v.begun ? '\nCe qui a déjà été facturé depuis ce jour est régularisé avec la prochaine facture.' : ''}\n`,
    en: (v: RevisedTold) =>
      `Hello,\n\nThe price of service ${v.service} follows the index ${v.index}, as agreed: from ${index(v.index_before, 'en')} to ${index(v.index_value, 'en')}. From ${longDay(v.from, 'en')} on it is ${sayPrice(v.monthly_micro_euros, 'en')} a month without VAT, instead of ${sayPrice(v.before_micro_euros, 'en')}.${v.begun ? '\nWhat was invoiced since that day is put right with the next invoice.' : ''}\n`,
  },
})
