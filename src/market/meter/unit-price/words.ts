import { type Language, longDay, words } from '#kernel'
import { sayPrice, UNIT_DIGITS } from '../../say-price.ts'

/** What a letter of a revised unit price names. */
export interface UnitPriceTold {
  readonly service: string
  readonly item: 'kwh' | 'storage-day'
  readonly from: string
  readonly before_micro_euros: number | null
  readonly unit_micro_euros: number
}

const price = (micro: number, language: Language): string => sayPrice(micro, language, UNIT_DIGITS)
const unit = ({ item }: UnitPriceTold, language: Language): string =>
  item === 'storage-day'
    ? { fr: 'le jour de gardiennage', en: 'a day of storage' }[language]
    : { fr: 'le kWh', en: 'a kWh' }[language]

/** What is written to the customer when a price by the unit is revised, with its notice. */
export const unitPriceMailWords = words({
  'mail-unit-price-subject': {
    fr: (v: UnitPriceTold) =>
      `${v.service}\u00A0: ${price(v.unit_micro_euros, 'fr')} ${unit(v, 'fr')} à partir du ${longDay(v.from, 'fr')}`,
    en: (v: UnitPriceTold) =>
      `${v.service}: ${price(v.unit_micro_euros, 'en')} ${unit(v, 'en')} from ${longDay(v.from, 'en')} on`,
  },
  'mail-unit-price-body': {
    fr: (v: UnitPriceTold) =>
      `Bonjour,\n\nÀ partir du ${longDay(v.from, 'fr')}, ${unit(v, 'fr')} du service ${v.service} coûte ${price(v.unit_micro_euros, 'fr')} hors taxes${v.before_micro_euros === null ? '' : `, au lieu de ${price(v.before_micro_euros, 'fr')}`}. Ce qui est compté avant ce jour garde son prix.\n`,
    en: (v: UnitPriceTold) =>
      `Hello,\n\nFrom ${longDay(v.from, 'en')} on, ${unit(v, 'en')} of service ${v.service} costs ${price(v.unit_micro_euros, 'en')} without VAT${v.before_micro_euros === null ? '' : `, instead of ${price(v.before_micro_euros, 'en')}`}. What is counted before that day keeps its price.\n`,
  },
})
